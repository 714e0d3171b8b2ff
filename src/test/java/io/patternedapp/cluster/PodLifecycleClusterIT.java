package io.patternedapp.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.patternedapp.api.PatternedApp;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests the lifecycle of running Pods: loss, update, failure and deletion. */
@Tag("cluster")
@Timeout(300)
class PodLifecycleClusterIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  private static final String WEB =
      """
      apiVersion: patternedapp.io/v1alpha1
      kind: PatternedApp
      metadata: {name: NAME}
      spec:
        replicas: 2
        main:
          image: nginx:1.27
          ports: [{name: http, containerPort: 80}]
          readinessProbe: {httpGet: {path: /, port: http}}
          files: [{mountPath: /usr/share/nginx/html, data: {index.html: "one"}}]
        service: {type: ClusterIP, ports: [{port: 80}]}
        pod: {terminationGracePeriodSeconds: 1}
      """;

  @TempDir static Path directory;

  @AutoClose private static ClusterFixture cluster;

  @BeforeAll
  static void setUp() throws IOException {
    cluster = new ClusterFixture(directory);
  }

  @Test
  void deletedPodIsRecreated() {
    cluster.apply(WEB.replace("NAME", "lost"));
    cluster.awaitReady("lost");
    var uid = cluster.pod("lost-1").getMetadata().getUid();

    cluster.client().pods().inNamespace(cluster.namespace()).withName("lost-1").delete();

    await()
        .atMost(TIMEOUT)
        .until(
            () -> cluster.pod("lost-1"),
            pod -> pod != null && !uid.equals(pod.getMetadata().getUid()));
    cluster.awaitReady("lost");
  }

  @Test
  void fileChangeReachesClientsAndCanBeReverted() {
    var app = WEB.replace("NAME", "content");
    cluster.apply(app);
    var address = cluster.awaitReady("content").getStatus().service().clusterIP();
    awaitResponse(address, "one");

    cluster.apply(app.replace("\"one\"", "\"two\""));
    cluster.awaitReady("content");
    awaitResponse(address, "two");

    cluster.apply(app);
    cluster.awaitReady("content");
    awaitResponse(address, "one");
    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () ->
                assertThat(childNames("ConfigMap", "content"))
                    .as("unused content is deleted")
                    .hasSize(1));
  }

  @Test
  void deploymentWorkloadBecomesReadyAndServesRequests() {
    cluster.apply(
        WEB.replace("NAME", "deployed")
            .replace("  replicas: 2", "  replicas: 2\n  workload: {kind: Deployment}"));

    var status = cluster.awaitReady("deployed").getStatus();

    assertThat(status.readyReplicas()).isEqualTo(2);
    assertThat(status.summary().ready()).isEqualTo("1/1");
    awaitResponse(status.service().clusterIP(), "one");
  }

  @Test
  void changeFromPodToDeploymentKeepsTheServiceAvailable() {
    var app = WEB.replace("NAME", "kinds");
    cluster.apply(app);
    var address = cluster.awaitReady("kinds").getStatus().service().clusterIP();

    cluster.apply(app.replace("  replicas: 2", "  replicas: 2\n  workload: {kind: Deployment}"));
    cluster.awaitReady("kinds");

    awaitResponse(address, "one");
    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () -> assertThat(childNames("Pod", "kinds")).doesNotContain("kinds", "kinds-1"));
  }

  @Test
  void failingAdapterIsReportedAndRecoversOnceFixed() {
    var app =
        """
        apiVersion: patternedapp.io/v1alpha1
        kind: PatternedApp
        metadata: {name: broken}
        spec:
          main: {image: "nginx:1.27"}
          adapters: [{name: metrics, image: "busybox:1.36", command: [sh, -c, "exit 1"]}]
          pod: {terminationGracePeriodSeconds: 1}
        """;
    cluster.apply(app);

    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () ->
                assertThat(readyCondition("broken").getMessage())
                    .contains("adapter \"metrics\"", "exited", "kubectl logs broken -c metrics"));

    cluster.apply(app.replace("exit 1", "exec sleep 1000"));
    cluster.awaitReady("broken");
  }

  @Test
  void operatorRestartChangesNoChild() throws IOException {
    cluster.apply(WEB.replace("NAME", "kept"));
    cluster.awaitReady("kept");
    var before = resourceVersions("kept");

    cluster.restartOperator();
    cluster.apply(WEB.replace("NAME", "other"));
    cluster.awaitReady("other");

    assertThat(resourceVersions("kept")).isEqualTo(before);
  }

  @Test
  void deletedAppLeavesNoChildren() {
    cluster.apply(WEB.replace("NAME", "gone"));
    cluster.awaitReady("gone");

    cluster
        .client()
        .resources(PatternedApp.class)
        .inNamespace(cluster.namespace())
        .withName("gone")
        .delete();

    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () ->
                assertThat(cluster.listLabeledObjects())
                    .noneMatch(
                        child ->
                            "gone"
                                .equals(
                                    child.getMetadata().getLabels().get("patternedapp.io/app"))));
  }

  /** Waits, since kube-proxy updates the node's rules for a Service with a delay. */
  private static void awaitResponse(String address, String content) {
    await()
        .atMost(TIMEOUT)
        .untilAsserted(() -> assertThat(cluster.curl("http://" + address)).contains(content));
  }

  private static Condition readyCondition(String name) {
    return cluster.readyCondition(name);
  }

  private static List<String> childNames(String kind, String app) {
    return listChildren(app).stream()
        .filter(child -> kind.equals(child.getKind()))
        .map(child -> child.getMetadata().getName())
        .toList();
  }

  private static String resourceVersions(String app) {
    return listChildren(app).stream()
        .map(
            child ->
                child.getKind()
                    + "/"
                    + child.getMetadata().getName()
                    + "@"
                    + child.getMetadata().getResourceVersion())
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  private static List<HasMetadata> listChildren(String app) {
    return cluster.listLabeledObjects().stream()
        .filter(child -> app.equals(child.getMetadata().getLabels().get("patternedapp.io/app")))
        .toList();
  }
}
