package io.patternedapp.cluster;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.PatternedApp;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A namespace in a real cluster, with the operator from the jar and a Pod that runs curl. */
final class ClusterFixture implements AutoCloseable {

  private static final Duration READY_TIMEOUT = Duration.ofSeconds(60);
  private static final long EXEC_SECONDS = 20;
  private static final int STOP_SECONDS = 10;
  private static final String CURL_POD = "caller";

  private static final PatchContext KUBECTL_APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("kubectl")
          .withForce(true)
          .build();

  private final KubernetesClient client = new KubernetesClientBuilder().build();
  private final String namespace = "papp-" + UUID.randomUUID().toString().substring(0, 8);
  private final Path log;
  private Process operator;

  ClusterFixture(Path directory) throws IOException {
    log = directory.resolve("operator.log");
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
    installCrd();
    operator = ShippedJar.startOperator(namespace, log);
    startCurlPod();
  }

  KubernetesClient client() {
    return client;
  }

  String namespace() {
    return namespace;
  }

  /** Applies an app like {@code kubectl apply --server-side}. */
  String apply(String yaml) {
    var app = Serialization.unmarshal(yaml, PatternedApp.class);
    app.getMetadata().setNamespace(namespace);
    client.resource(app).patch(KUBECTL_APPLY);
    return app.getMetadata().getName();
  }

  /** Makes the namespace enforce a Pod Security Standard. */
  void enforcePodSecurityStandard(String standard) {
    client
        .namespaces()
        .withName(namespace)
        .edit(
            live ->
                new NamespaceBuilder(live)
                    .editMetadata()
                    .addToLabels("pod-security.kubernetes.io/enforce", standard)
                    .endMetadata()
                    .build());
  }

  PatternedApp app(String name) {
    return client.resources(PatternedApp.class).inNamespace(namespace).withName(name).require();
  }

  PatternedApp awaitReady(String name) {
    await("condition Ready of " + name)
        .atMost(READY_TIMEOUT)
        .until(() -> readyOrReason(name), "True"::equals);
    return app(name);
  }

  /** Returns "True" if the app is ready with its current spec; otherwise the message of Ready. */
  String readyOrReason(String name) {
    var app = app(name);
    var status = app.getStatus();
    if (status == null || !app.getMetadata().getGeneration().equals(status.observedGeneration())) {
      return "not observed by the operator yet";
    }
    return status
        .condition("Ready")
        .map(ready -> "True".equals(ready.getStatus()) ? "True" : ready.getMessage())
        .orElse("no condition Ready");
  }

  /**
   * Returns the condition Ready; an empty condition while the operator has not observed the app.
   */
  Condition readyCondition(String name) {
    return Optional.ofNullable(app(name).getStatus())
        .flatMap(status -> status.condition("Ready"))
        .orElseGet(Condition::new);
  }

  Pod pod(String name) {
    return client.pods().inNamespace(namespace).withName(name).get();
  }

  String podIp(String name) {
    return client.pods().inNamespace(namespace).withName(name).require().getStatus().getPodIP();
  }

  String logs(String pod, String container) {
    return client.pods().inNamespace(namespace).withName(pod).inContainer(container).getLog();
  }

  String nodeIp() {
    return client.nodes().list().getItems().get(0).getStatus().getAddresses().stream()
        .filter(address -> "InternalIP".equals(address.getType()))
        .findFirst()
        .orElseThrow()
        .getAddress();
  }

  int nodePort(String service) {
    return client
        .services()
        .inNamespace(namespace)
        .withName(service)
        .require()
        .getSpec()
        .getPorts()
        .get(0)
        .getNodePort();
  }

  /** Returns the headers and body that a client in another Pod receives, or "unreachable". */
  String curl(String url) {
    return execShell(CURL_POD, CURL_POD, "curl -si -m 3 '" + url + "' || echo unreachable");
  }

  /** Returns the response to a client in another Pod that trusts only the given certificate. */
  String curlTrusting(String certificate, String url) {
    return execShell(
        CURL_POD,
        CURL_POD,
        "echo '%s' > /tmp/trusted.pem; curl -si -m 3 --cacert /tmp/trusted.pem '%s'"
                .formatted(certificate, url)
            + " || echo unreachable");
  }

  /** Runs a script in a container and returns its output. */
  String execShell(String pod, String container, String script) {
    var output = new ByteArrayOutputStream();
    try (var exec =
        client
            .pods()
            .inNamespace(namespace)
            .withName(pod)
            .inContainer(container)
            .writingOutput(output)
            .exec("sh", "-c", script)) {
      exec.exitCode().get(EXEC_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
    return output.toString(StandardCharsets.UTF_8);
  }

  void restartOperator() throws IOException {
    stopOperator();
    operator = ShippedJar.startOperator(namespace, log);
  }

  /** Returns all objects in the namespace with the label {@code patternedapp.io/app}. */
  List<HasMetadata> listLabeledObjects() {
    return Stream.<List<? extends HasMetadata>>of(
            client.pods().inNamespace(namespace).withLabel("patternedapp.io/app").list().getItems(),
            client
                .services()
                .inNamespace(namespace)
                .withLabel("patternedapp.io/app")
                .list()
                .getItems(),
            client
                .configMaps()
                .inNamespace(namespace)
                .withLabel("patternedapp.io/app")
                .list()
                .getItems(),
            client
                .apps()
                .deployments()
                .inNamespace(namespace)
                .withLabel("patternedapp.io/app")
                .list()
                .getItems(),
            client
                .apps()
                .statefulSets()
                .inNamespace(namespace)
                .withLabel("patternedapp.io/app")
                .list()
                .getItems(),
            client
                .apps()
                .daemonSets()
                .inNamespace(namespace)
                .withLabel("patternedapp.io/app")
                .list()
                .getItems(),
            client
                .batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withLabel("patternedapp.io/app")
                .list()
                .getItems(),
            client
                .batch()
                .v1()
                .cronjobs()
                .inNamespace(namespace)
                .withLabel("patternedapp.io/app")
                .list()
                .getItems(),
            client
                .network()
                .v1()
                .networkPolicies()
                .inNamespace(namespace)
                .withLabel("patternedapp.io/app")
                .list()
                .getItems())
        .flatMap(List::stream)
        .map(HasMetadata.class::cast)
        .toList();
  }

  @Override
  public void close() {
    stopOperator();
    client.namespaces().withName(namespace).delete();
    client.close();
  }

  private void stopOperator() {
    operator.destroy();
    try {
      if (!operator.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        operator.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      operator.destroyForcibly();
    }
  }

  private void installCrd() throws IOException {
    try (var crd = Files.newInputStream(Path.of("crds", "patternedapps.patternedapp.io.yaml"))) {
      client.load(crd).items().forEach(item -> client.resource(item).patch(KUBECTL_APPLY));
    }
    await()
        .atMost(READY_TIMEOUT)
        .ignoreExceptions()
        .until(() -> client.resources(PatternedApp.class).inNamespace(namespace).list() != null);
  }

  private void startCurlPod() {
    await()
        .atMost(READY_TIMEOUT)
        .until(
            () ->
                client.serviceAccounts().inNamespace(namespace).withName("default").get() != null);
    client
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName(CURL_POD)
                .withNamespace(namespace)
                .endMetadata()
                .withNewSpec()
                .withTerminationGracePeriodSeconds(0L)
                .addNewContainer()
                .withName(CURL_POD)
                .withImage("curlimages/curl:8.10.1")
                .withCommand("sleep", "3600")
                .endContainer()
                .endSpec()
                .build())
        .create();
    client
        .pods()
        .inNamespace(namespace)
        .withName(CURL_POD)
        .waitUntilReady(READY_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
  }
}
