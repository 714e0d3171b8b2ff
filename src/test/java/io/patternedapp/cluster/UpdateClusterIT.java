package io.patternedapp.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Checks how updates disrupt running Pods and their clients on a real node. */
@Tag("cluster")
@Timeout(300)
class UpdateClusterIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(120);

  private static final String WEB =
      """
      apiVersion: patternedapp.io/v1alpha1
      kind: PatternedApp
      metadata: {name: NAME}
      spec:
        replicas: 3
        main:
          image: nginx:1.27
          ports: [{name: http, containerPort: 80}]
          readinessProbe: {httpGet: {path: /, port: http}, periodSeconds: 1}
          resources: {requests: {cpu: 10m, memory: 20Mi}}
        sidecars:
        - {name: logs, image: "busybox:1.36", command: [sh, -c, "trap exit TERM; while true; do sleep 1; done"]}
        service: {ports: [{port: 80}]}
        workload: {pod: {inPlaceGraceSeconds: 3}}
        pod: {terminationGracePeriodSeconds: 5}
      """;

  @TempDir static Path directory;

  @AutoClose private static ClusterFixture cluster;

  @BeforeAll
  static void setUp() throws IOException {
    cluster = new ClusterFixture(directory);
  }

  @Test
  void sidecarImageUpdateRestartsOnlyTheSidecarAndLosesNoRequest() {
    var app = applyAndAwaitServing("sidecar");
    var uids = uids("sidecar");

    try (var load = startLoad("sidecar")) {
      cluster.apply(app.replace("busybox:1.36", "busybox:1.37"));
      awaitUpdateCompleted("sidecar");
      assertNoRequestLost(load);
    }

    assertThat(uids("sidecar")).isEqualTo(uids);
    assertThat(pods("sidecar"))
        .allSatisfy(
            pod -> {
              assertThat(restartCount(pod, "main")).isZero();
              assertThat(restartCount(pod, "logs")).isEqualTo(1);
              assertThat(pod.getSpec().getInitContainers().get(0).getImage())
                  .isEqualTo("busybox:1.37");
            });
    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () ->
                assertThat(events("sidecar"))
                    .contains(
                        "Updating: update image of sidecar \"logs\" in place on 3 Pods, main keeps running:"
                            + " spec.sidecars[0].image changed")
                    .anyMatch(
                        event ->
                            event.startsWith(
                                "Updated: update image of sidecar \"logs\" in place on 3 Pods")));
  }

  @Test
  void mainImageUpdateRestartsOnlyMainAndLosesNoRequest() {
    var app = applyAndAwaitServing("main");
    var uids = uids("main");

    try (var load = startLoad("main")) {
      cluster.apply(app.replace("nginx:1.27", "nginx:1.25"));
      awaitUpdateCompleted("main");
      assertNoRequestLost(load);
    }

    assertThat(uids("main")).isEqualTo(uids);
    assertThat(pods("main"))
        .allSatisfy(
            pod -> {
              assertThat(restartCount(pod, "main")).isEqualTo(1);
              assertThat(restartCount(pod, "logs")).isZero();
              assertThat(pod.getMetadata().getLabels())
                  .containsEntry("patternedapp.io/serving", "true");
              assertThat(pod.getMetadata().getAnnotations())
                  .doesNotContainKey("patternedapp.io/drained-at");
            });
  }

  @Test
  void podReplacementLosesNoRequest() {
    var app = applyAndAwaitServing("replaced");
    var uids = uids("replaced");

    try (var load = startLoad("replaced")) {
      cluster.apply(app.replace("image: nginx:1.27", "image: nginx:1.27\n    workingDir: /tmp"));
      awaitUpdateCompleted("replaced");
      assertNoRequestLost(load);
    }

    assertThat(uids("replaced")).doesNotContainAnyElementsOf(uids);
  }

  @Test
  void resourceChangeResizesPodsWithoutRestart() {
    var app = applyAndAwaitServing("resized");
    var uids = uids("resized");

    cluster.apply(app.replace("cpu: 10m, memory: 20Mi", "cpu: 15m, memory: 30Mi"));
    awaitUpdateCompleted("resized");

    assertThat(uids("resized")).isEqualTo(uids);
    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () ->
                assertThat(pods("resized"))
                    .allSatisfy(
                        pod -> {
                          assertThat(restartCount(pod, "main")).isZero();
                          assertThat(restartCount(pod, "logs")).isZero();
                          assertThat(
                                  container(pod, "main").getResources().getRequests().get("memory"))
                              .hasToString("30Mi");
                        }));
  }

  @Test
  void missingImageStopsTheRolloutAtOnePodUntilFixed() {
    var app = applyAndAwaitServing("stopped");
    var uids = uids("stopped");

    cluster.apply(app.replace("nginx:1.27", "nginx:none"));
    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () ->
                assertThat(cluster.readyOrReason("stopped"))
                    .contains("cannot pull image", "nginx:none"));
    await()
        .during(Duration.ofSeconds(5))
        .atMost(TIMEOUT)
        .until(() -> pods("stopped").stream().filter(UpdateClusterIT::isReady).count() == 2);

    cluster.apply(app);
    awaitUpdateCompleted("stopped");
    assertThat(uids("stopped")).isEqualTo(uids);
  }

  @Test
  void diffCommandPredictsTheRestartsOfAnUpdate() throws IOException {
    var app = applyAndAwaitServing("priced");
    var file = Files.writeString(directory.resolve("priced.yaml"), app);
    assertThat(runDiff(file)).contains("priced: unchanged");

    Files.writeString(file, app.replace("busybox:1.36", "busybox:1.37"));
    assertThat(runDiff(file))
        .contains(
            "~ Pod/priced, priced-1, priced-2  update image of sidecar \"logs\" in place on 3 Pods,"
                + " main keeps running (spec.sidecars[0].image changed)",
            "disruption: restarts container logs in 3 Pods");
  }

  private static String runDiff(Path file) {
    var result = ShippedJar.run("diff", "-n", cluster.namespace(), "-f", file.toString());
    assertThat(result.exitCode()).as(result.output()).isZero();
    return result.output();
  }

  private static String applyAndAwaitServing(String name) {
    var app = WEB.replace("NAME", name);
    cluster.apply(app);
    cluster.awaitReady(name);
    var port = cluster.nodePort(name);
    await()
        .atMost(TIMEOUT)
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(cluster.curl("http://%s:%d/".formatted(cluster.nodeIp(), port)))
                    .contains("200 OK"));
    return app;
  }

  private static void awaitUpdateCompleted(String name) {
    await("update of " + name)
        .atMost(TIMEOUT)
        .until(() -> cluster.readyOrReason(name), "True"::equals);
    assertThat(cluster.app(name).getStatus().lastUpdate().completed()).isTrue();
  }

  private static HttpLoadGenerator startLoad(String name) {
    return new HttpLoadGenerator(cluster.nodeIp(), cluster.nodePort(name));
  }

  private static void assertNoRequestLost(HttpLoadGenerator load) {
    System.out.printf("%d requests, %d failed%n", load.sentCount(), load.failures().size());
    assertThat(load.sentCount()).isGreaterThan(200);
    assertThat(load.failures()).isEmpty();
  }

  private static List<Pod> pods(String name) {
    return IntStream.range(0, 3)
        .mapToObj(i -> cluster.pod(i == 0 ? name : name + "-" + i))
        .toList();
  }

  private static List<String> uids(String name) {
    return pods(name).stream().map(pod -> pod.getMetadata().getUid()).toList();
  }

  private static boolean isReady(Pod pod) {
    return pod.getStatus().getConditions().stream()
        .anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus()));
  }

  private static int restartCount(Pod pod, String name) {
    return container(pod, name).getRestartCount();
  }

  private static ContainerStatus container(Pod pod, String name) {
    return Stream.of(
            pod.getStatus().getInitContainerStatuses(), pod.getStatus().getContainerStatuses())
        .flatMap(List::stream)
        .filter(status -> name.equals(status.getName()))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> events(String app) {
    return cluster
        .client()
        .v1()
        .events()
        .inNamespace(cluster.namespace())
        .list()
        .getItems()
        .stream()
        .filter(event -> app.equals(event.getInvolvedObject().getName()))
        .map((Event event) -> event.getReason() + ": " + event.getMessage())
        .toList();
  }
}
