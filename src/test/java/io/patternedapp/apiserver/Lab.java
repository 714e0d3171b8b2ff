package io.patternedapp.apiserver;

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
import io.patternedapp.api.PodMonitor;
import io.patternedapp.expand.Names;
import io.patternedapp.operator.OperatorProcess;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.Predicate;

/** A namespace with an operator of its own, and what a person would do and look at there. */
final class Lab implements AutoCloseable {

  private static final PatchContext KUBECTL =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("kubectl")
          .build();

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final ApiServer.Shared api;
  private final Clock clock;
  private final String namespace;
  private OperatorProcess operator;

  private Lab(ApiServer.Shared api, String namespace, Clock clock, OperatorProcess operator) {
    this.api = api;
    this.namespace = namespace;
    this.clock = clock;
    this.operator = operator;
  }

  private Lab(ApiServer.Shared api, String namespace, Clock clock) {
    this(api, namespace, clock, api.startOperator(namespace, clock));
  }

  Lab(ApiServer.Shared api) {
    this(api, Clock.systemUTC());
  }

  Lab(ApiServer.Shared api, Clock clock) {
    this(api, api.namespace(), clock);
  }

  /** A namespace that no operator looks after yet. */
  static Lab withoutOperator(ApiServer.Shared api) {
    return withoutOperator(api, Clock.systemUTC());
  }

  /** The same; the operators that it gets go by that clock. */
  static Lab withoutOperator(ApiServer.Shared api, Clock clock) {
    return new Lab(api, api.namespace(), clock, null);
  }

  String namespace() {
    return namespace;
  }

  KubernetesClient admin() {
    return api.admin();
  }

  void stopOperator() {
    operator.close();
  }

  void startOperator() {
    operator = api.startOperator(namespace, clock);
  }

  /** Starts one that reaches the API server through that proxy only. */
  void startOperator(FaultProxy proxy) {
    startOperator(proxy.config());
  }

  /** Starts one that reaches the API server like that. */
  void startOperator(Config config) {
    operator = api.startOperator(config, namespace);
  }

  /** What kubectl apply --server-side does. */
  PatternedApp apply(String yaml) {
    var app = Serialization.unmarshal(yaml, PatternedApp.class);
    app.getMetadata().setNamespace(namespace);
    return admin().resource(app).patch(KUBECTL);
  }

  /** What kubectl create or kubectl replace does. */
  PatternedApp replace(PatternedApp app) {
    app.getMetadata().setNamespace(namespace);
    return admin().resource(app).unlock().createOr(NonDeletingOperation::update);
  }

  PatternedApp app(String name) {
    return admin().resources(PatternedApp.class).inNamespace(namespace).withName(name).require();
  }

  PatternedApp until(String name, Predicate<PatternedApp> condition) {
    return await().atMost(TIMEOUT).until(() -> app(name), condition);
  }

  PatternedApp untilCondition(String name, String type, String status) {
    await(type + "=" + status + " of " + name)
        .atMost(TIMEOUT)
        .until(() -> condition(app(name), type), status::equals);
    return app(name);
  }

  /** Waits until the operator has reported on the current spec. */
  PatternedApp untilSeen(String name) {
    return until(
        name,
        app ->
            app.getStatus() != null
                && app.getMetadata().getGeneration().equals(app.getStatus().observedGeneration()));
  }

  /** The status of a condition that is about the current spec. */
  private static String condition(PatternedApp app, String type) {
    var status = app.getStatus();
    if (status == null || !app.getMetadata().getGeneration().equals(status.observedGeneration())) {
      return "not seen by the operator yet";
    }
    return status.condition(type).map(Condition::getStatus).orElse("missing");
  }

  /** Everything that carries the app's label. */
  List<HasMetadata> children(String app) {
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
              .withLabel(Names.APP_LABEL, app)
              .list()
              .getItems());
    }
    if (admin().supports(PodMonitor.class)) {
      all.addAll(
          admin()
              .resources(PodMonitor.class)
              .inNamespace(namespace)
              .withLabel(Names.APP_LABEL, app)
              .list()
              .getItems());
    }
    return all;
  }

  List<String> childNames(String app) {
    return children(app).stream()
        .map(child -> child.getKind() + "/" + child.getMetadata().getName())
        .sorted()
        .toList();
  }

  Pod pod(String name) {
    return admin().pods().inNamespace(namespace).withName(name).get();
  }

  /** Tries whether a Pod of any kind could be made; throws what refuses it. */
  void tryPod() {
    impatient()
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName("trial")
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

  /** The administrator, who is told of the API server's errors at once. */
  private KubernetesClient impatient() {
    return admin()
        .newClient(new RequestConfigBuilder().withRequestRetryBackoffLimit(0).build())
        .adapt(KubernetesClient.class);
  }

  /** Plays the kubelet: the Pod becomes Ready, or ends. */
  void report(String pod, String phase, boolean ready) {
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

  /** Requests of the operator in this namespace since the mark, its Events apart. */
  List<AuditLog.Request> requestsSince(int mark) {
    return api.audit().since(mark).stream()
        .filter(request -> request.namespace().equals(namespace))
        .filter(request -> !request.isEvent())
        .toList();
  }

  List<AuditLog.Request> writesSince(int mark) {
    return requestsSince(mark).stream().filter(AuditLog.Request::isWrite).toList();
  }

  int mark() {
    return api.audit().mark();
  }

  /** Waits until the operator with this port has won the election. */
  void untilLeading(int port) {
    await("leads")
        .atMost(TIMEOUT)
        .until(() -> HttpAnswer.get(port, "/metrics").body().contains("patternedapp_leader 1.0"));
  }

  /** Waits until the operator has asked for nothing in this namespace for two seconds. */
  void untilQuiet() {
    await()
        .atMost(TIMEOUT)
        .during(Duration.ofSeconds(2))
        .until(unchanged(() -> writesSince(0).size()));
  }

  /** Whether a number is the same as when it was last asked for. */
  private static Callable<Boolean> unchanged(IntSupplier number) {
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
