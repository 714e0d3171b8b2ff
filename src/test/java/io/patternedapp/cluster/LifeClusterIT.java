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

/** What happens to running Pods: loss, change, failure, removal. */
@Tag("cluster")
@Timeout(300)
class LifeClusterIT {

  private static final Duration SOON = Duration.ofSeconds(90);

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

  @AutoClose private static Cluster cluster;

  @BeforeAll
  static void setUp() throws IOException {
    cluster = new Cluster(directory);
  }

  @Test
  void aDeletedPodComesBackByItself() {
    cluster.apply(WEB.replace("NAME", "lost"));
    cluster.awaitReady("lost");
    var uid = cluster.pod("lost-1").getMetadata().getUid();

    cluster.client().pods().inNamespace(cluster.namespace()).withName("lost-1").delete();

    await()
        .atMost(SOON)
        .until(
            () -> cluster.pod("lost-1"),
            pod -> pod != null && !uid.equals(pod.getMetadata().getUid()));
    cluster.awaitReady("lost");
  }

  @Test
  void newContentReachesClientsAndOldContentComesBack() {
    var app = WEB.replace("NAME", "content");
    cluster.apply(app);
    var address = cluster.awaitReady("content").getStatus().service().clusterIP();
    awaitAnswer(address, "one");

    cluster.apply(app.replace("\"one\"", "\"two\""));
    cluster.awaitReady("content");
    awaitAnswer(address, "two");

    cluster.apply(app);
    cluster.awaitReady("content");
    awaitAnswer(address, "one");
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(names("ConfigMap", "content")).as("unused content goes").hasSize(1));
  }

  @Test
  void aDeploymentIsAsGoodAsPods() {
    cluster.apply(
        WEB.replace("NAME", "deployed")
            .replace("  replicas: 2", "  replicas: 2\n  workload: {kind: Deployment}"));

    var status = cluster.awaitReady("deployed").getStatus();

    assertThat(status.readyReplicas()).isEqualTo(2);
    assertThat(status.summary().ready()).isEqualTo("1/1");
    awaitAnswer(status.service().clusterIP(), "one");
  }

  @Test
  void aChangeOfKindKeepsTheServiceAnswering() {
    var app = WEB.replace("NAME", "kinds");
    cluster.apply(app);
    var address = cluster.awaitReady("kinds").getStatus().service().clusterIP();

    cluster.apply(app.replace("  replicas: 2", "  replicas: 2\n  workload: {kind: Deployment}"));
    cluster.awaitReady("kinds");

    awaitAnswer(address, "one");
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(names("Pod", "kinds")).doesNotContain("kinds", "kinds-1"));
  }

  @Test
  void anAdapterThatFailsIsNamedAndTheCureHeals() {
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
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(ready("broken").getMessage())
                    .contains("adapter \"metrics\"", "exited", "kubectl logs broken -c metrics"));

    cluster.apply(app.replace("exit 1", "exec sleep 1000"));
    cluster.awaitReady("broken");
  }

  @Test
  void aRestartOfTheOperatorChangesNoChild() throws IOException {
    cluster.apply(WEB.replace("NAME", "kept"));
    cluster.awaitReady("kept");
    var before = versions("kept");

    cluster.restartOperator();
    cluster.apply(WEB.replace("NAME", "other"));
    cluster.awaitReady("other");

    assertThat(versions("kept")).isEqualTo(before);
  }

  @Test
  void aDeletedAppLeavesNothing() {
    cluster.apply(WEB.replace("NAME", "gone"));
    cluster.awaitReady("gone");

    cluster
        .client()
        .resources(PatternedApp.class)
        .inNamespace(cluster.namespace())
        .withName("gone")
        .delete();

    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(cluster.labelled())
                    .noneMatch(
                        child ->
                            "gone"
                                .equals(
                                    child.getMetadata().getLabels().get("patternedapp.io/app"))));
  }

  /** The node's rules for a Service follow its Pods a moment later. */
  private static void awaitAnswer(String address, String content) {
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(cluster.call("http://" + address)).contains(content));
  }

  private static Condition ready(String name) {
    return cluster.ready(name);
  }

  private static List<String> names(String kind, String app) {
    return of(app).stream()
        .filter(child -> kind.equals(child.getKind()))
        .map(child -> child.getMetadata().getName())
        .toList();
  }

  private static String versions(String app) {
    return of(app).stream()
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

  private static List<HasMetadata> of(String app) {
    return cluster.labelled().stream()
        .filter(child -> app.equals(child.getMetadata().getLabels().get("patternedapp.io/app")))
        .toList();
  }
}
