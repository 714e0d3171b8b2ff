package io.patternedapp.apiserver.support;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.monitoring.PodMonitor;
import io.patternedapp.apiserver.support.proxy.FaultInjectionProxy;
import io.patternedapp.model.Labels;
import io.patternedapp.operator.OperatorRunner;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.Predicate;

/** A namespace with its own operator, and methods to change and observe apps in it. */
public final class OperatorFixture implements AutoCloseable {

  private static final PatchContext KUBECTL_APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("kubectl")
          .build();

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final ApiServerExtension.TestControlPlane api;
  private final Clock clock;
  private final String namespace;
  private OperatorRunner operator;

  private OperatorFixture(
      ApiServerExtension.TestControlPlane api,
      String namespace,
      Clock clock,
      OperatorRunner operator) {
    this.api = api;
    this.namespace = namespace;
    this.clock = clock;
    this.operator = operator;
  }

  private OperatorFixture(ApiServerExtension.TestControlPlane api, String namespace, Clock clock) {
    this(api, namespace, clock, api.startOperator(namespace, clock));
  }

  public OperatorFixture(ApiServerExtension.TestControlPlane api) {
    this(api, Clock.systemUTC());
  }

  public OperatorFixture(ApiServerExtension.TestControlPlane api, Clock clock) {
    this(api, api.createNamespace(), clock);
  }

  /** Creates a namespace without an operator. */
  public static OperatorFixture withoutOperator(ApiServerExtension.TestControlPlane api) {
    return withoutOperator(api, Clock.systemUTC());
  }

  /** Creates a namespace without an operator; operators started later use the clock. */
  static OperatorFixture withoutOperator(ApiServerExtension.TestControlPlane api, Clock clock) {
    return new OperatorFixture(api, api.createNamespace(), clock, null);
  }

  public String namespace() {
    return namespace;
  }

  public KubernetesClient admin() {
    return api.admin();
  }

  public void stopOperator() {
    operator.close();
  }

  public void startOperator() {
    operator = api.startOperator(namespace, clock);
  }

  /** Starts an operator that connects to the API server through the proxy. */
  public void startOperator(FaultInjectionProxy proxy) {
    startOperator(proxy.clientConfig());
  }

  /** Starts an operator that connects with the client configuration. */
  public void startOperator(Config config) {
    operator = api.startOperator(config, namespace);
  }

  /** Applies an app like {@code kubectl apply --server-side}. */
  public PatternedApp apply(String yaml) {
    var app = Serialization.unmarshal(yaml, PatternedApp.class);
    app.getMetadata().setNamespace(namespace);
    return admin().resource(app).patch(KUBECTL_APPLY);
  }

  /** Creates or replaces an app like {@code kubectl create} and {@code kubectl replace}. */
  public PatternedApp replace(PatternedApp app) {
    app.getMetadata().setNamespace(namespace);
    return admin().resource(app).unlock().createOr(NonDeletingOperation::update);
  }

  public PatternedApp app(String name) {
    return admin().resources(PatternedApp.class).inNamespace(namespace).withName(name).require();
  }

  public PatternedApp awaitApp(String name, Predicate<PatternedApp> condition) {
    return await().atMost(TIMEOUT).until(() -> app(name), condition);
  }

  public PatternedApp awaitCondition(String name, String type, String status) {
    await(type + "=" + status + " of " + name)
        .atMost(TIMEOUT)
        .until(() -> conditionStatus(app(name), type), status::equals);
    return app(name);
  }

  /** Waits until the status reports the current generation. */
  public PatternedApp awaitObservedGeneration(String name) {
    return awaitApp(
        name,
        app ->
            app.getStatus() != null
                && app.getMetadata().getGeneration().equals(app.getStatus().observedGeneration()));
  }

  /** Returns the status of a condition for the current generation. */
  private static String conditionStatus(PatternedApp app, String type) {
    var status = app.getStatus();
    if (status == null || !app.getMetadata().getGeneration().equals(status.observedGeneration())) {
      return "generation not observed yet";
    }
    return status.condition(type).map(Condition::getStatus).orElse("missing");
  }

  /** Returns all objects with the label of the app. */
  public List<HasMetadata> children(String app) {
    var all = new ArrayList<HasMetadata>();
    for (Class<? extends HasMetadata> kind :
        List.of(
            ConfigMap.class,
            NetworkPolicy.class,
            Service.class,
            Pod.class,
            Deployment.class,
            StatefulSet.class,
            DaemonSet.class,
            Job.class,
            CronJob.class)) {
      all.addAll(
          admin()
              .resources(kind)
              .inNamespace(namespace)
              .withLabel(Labels.APP, app)
              .list()
              .getItems());
    }
    if (admin().supports(PodMonitor.class)) {
      all.addAll(
          admin()
              .resources(PodMonitor.class)
              .inNamespace(namespace)
              .withLabel(Labels.APP, app)
              .list()
              .getItems());
    }
    return all;
  }

  public List<String> childNames(String app) {
    return children(app).stream()
        .map(child -> child.getKind() + "/" + child.getMetadata().getName())
        .sorted()
        .toList();
  }

  public Pod pod(String name) {
    return admin().pods().inNamespace(namespace).withName(name).get();
  }

  /** Creates a Pod as a dry run; throws the rejection of the API server. */
  public void dryRunPodCreate() {
    noRetryClient()
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName("dry-run")
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage("busybox:1.36")
                .endContainer()
                .endSpec()
                .build())
        .dryRun()
        .create();
  }

  /** Returns a client of the administrator that does not retry. */
  private KubernetesClient noRetryClient() {
    return admin()
        .newClient(new RequestConfigBuilder().withRequestRetryBackoffLimit(0).build())
        .adapt(KubernetesClient.class);
  }

  /** Reports the phase and readiness of a Pod, like the kubelet. */
  public void reportPodStatus(String pod, String phase, boolean ready) {
    admin()
        .pods()
        .inNamespace(namespace)
        .withName(pod)
        .editStatus(
            live ->
                new PodBuilder(live)
                    .editOrNewStatus()
                    .withPhase(phase)
                    .withConditions()
                    .addNewCondition()
                    .withType("Ready")
                    .withStatus(ready ? "True" : "False")
                    .endCondition()
                    .endStatus()
                    .build());
  }

  /** Returns the requests of the operator in this namespace since the mark, except for events. */
  public List<AuditLog.Request> requestsSince(int mark) {
    return api.auditLog().since(mark).stream()
        .filter(request -> request.namespace().equals(namespace))
        .filter(request -> !request.isEvent())
        .toList();
  }

  public List<AuditLog.Request> writesSince(int mark) {
    return requestsSince(mark).stream().filter(AuditLog.Request::isWrite).toList();
  }

  public int mark() {
    return api.auditLog().mark();
  }

  /** Waits until the operator with this management port is the leader. */
  public void awaitLeadership(int port) {
    await("leadership acquired")
        .atMost(TIMEOUT)
        .until(
            () ->
                ManagementResponse.get(port, "/metrics")
                    .body()
                    .contains("patternedapp_leader 1.0"));
  }

  /** Waits until the operator has sent no write in this namespace for two seconds. */
  public void awaitNoMoreWrites() {
    await()
        .atMost(TIMEOUT)
        .during(Duration.ofSeconds(2))
        .until(isUnchanged(() -> writesSince(0).size()));
  }

  /** Returns a condition that is true if the number is the same as in the previous call. */
  private static Callable<Boolean> isUnchanged(IntSupplier number) {
    var last = new AtomicInteger(-1);
    return () -> {
      int now = number.getAsInt();
      return last.getAndSet(now) == now;
    };
  }

  @Override
  public void close() {
    if (operator != null) {
      operator.close();
    }
    admin().resources(PatternedApp.class).inNamespace(namespace).delete();
  }
}
