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

/** What a change costs running Pods on a real node, and their clients. */
@Tag("cluster")
@Timeout(300)
class UpdateClusterIT {

  private static final Duration SOON = Duration.ofSeconds(120);

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

  @AutoClose private static Cluster cluster;

  @BeforeAll
  static void setUp() throws IOException {
    cluster = new Cluster(directory);
  }

  @Test
  void aNewImageOfASidecarRestartsItAloneAndLosesNoRequest() {
    var app = started("sidecar");
    var uids = uids("sidecar");

    try (var clients = clients("sidecar")) {
      cluster.apply(app.replace("busybox:1.36", "busybox:1.37"));
      updated("sidecar");
      assertServed(clients);
    }

    assertThat(uids("sidecar")).isEqualTo(uids);
    assertThat(pods("sidecar"))
        .allSatisfy(
            pod -> {
              assertThat(restarts(pod, "main")).isZero();
              assertThat(restarts(pod, "logs")).isEqualTo(1);
              assertThat(pod.getSpec().getInitContainers().get(0).getImage())
                  .isEqualTo("busybox:1.37");
            });
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(events("sidecar"))
                    .contains(
                        "Updating: sidecar \"logs\" image in place on 3 Pods, main keeps running:"
                            + " spec.sidecars[0].image changed")
                    .anyMatch(
                        event ->
                            event.startsWith(
                                "Updated: sidecar \"logs\" image in place on 3 Pods")));
  }

  @Test
  void aNewImageOfMainLeavesHelpersRunningAndLosesNoRequest() {
    var app = started("main");
    var uids = uids("main");

    try (var clients = clients("main")) {
      cluster.apply(app.replace("nginx:1.27", "nginx:1.25"));
      updated("main");
      assertServed(clients);
    }

    assertThat(uids("main")).isEqualTo(uids);
    assertThat(pods("main"))
        .allSatisfy(
            pod -> {
              assertThat(restarts(pod, "main")).isEqualTo(1);
              assertThat(restarts(pod, "logs")).isZero();
              assertThat(pod.getMetadata().getLabels())
                  .containsEntry("patternedapp.io/serving", "true");
              assertThat(pod.getMetadata().getAnnotations())
                  .doesNotContainKey("patternedapp.io/drained-at");
            });
  }

  @Test
  void aReplacementLosesNoRequestEither() {
    var app = started("replaced");
    var uids = uids("replaced");

    try (var clients = clients("replaced")) {
      cluster.apply(app.replace("image: nginx:1.27", "image: nginx:1.27\n    workingDir: /tmp"));
      updated("replaced");
      assertServed(clients);
    }

    assertThat(uids("replaced")).doesNotContainAnyElementsOf(uids);
  }

  @Test
  void otherResourcesRestartNothing() {
    var app = started("resized");
    var uids = uids("resized");

    cluster.apply(app.replace("cpu: 10m, memory: 20Mi", "cpu: 15m, memory: 30Mi"));
    updated("resized");

    assertThat(uids("resized")).isEqualTo(uids);
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(pods("resized"))
                    .allSatisfy(
                        pod -> {
                          assertThat(restarts(pod, "main")).isZero();
                          assertThat(restarts(pod, "logs")).isZero();
                          assertThat(
                                  container(pod, "main").getResources().getRequests().get("memory"))
                              .hasToString("30Mi");
                        }));
  }

  @Test
  void anImageThatDoesNotExistStopsTheRollAtOnePodAndTheCureMendsIt() {
    var app = started("stopped");
    var uids = uids("stopped");

    cluster.apply(app.replace("nginx:1.27", "nginx:none"));
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(cluster.readiness("stopped"))
                    .contains("cannot get its image", "nginx:none"));
    await()
        .during(Duration.ofSeconds(5))
        .atMost(SOON)
        .until(() -> pods("stopped").stream().filter(UpdateClusterIT::isReady).count() == 2);

    cluster.apply(app);
    updated("stopped");
    assertThat(uids("stopped")).isEqualTo(uids);
  }

  @Test
  void theCliTellsThePriceBeforehand() throws IOException {
    var app = started("priced");
    var file = Files.writeString(directory.resolve("priced.yaml"), app);
    assertThat(diff(file)).contains("priced: no change");

    Files.writeString(file, app.replace("busybox:1.36", "busybox:1.37"));
    assertThat(diff(file))
        .contains(
            "~ Pod/priced, priced-1, priced-2  sidecar \"logs\" image in place on 3 Pods, main"
                + " keeps running (spec.sidecars[0].image changed)",
            "price: restarts logs in 3 Pods");
  }

  private static String diff(Path file) {
    var result = Jar.run("diff", "-n", cluster.namespace(), "-f", file.toString());
    assertThat(result.code()).as(result.output()).isZero();
    return result.output();
  }

  private static String started(String name) {
    var app = WEB.replace("NAME", name);
    cluster.apply(app);
    cluster.awaitReady(name);
    var port = cluster.nodePort(name);
    await()
        .atMost(SOON)
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(cluster.call("http://%s:%d/".formatted(cluster.nodeIp(), port)))
                    .contains("200 OK"));
    return app;
  }

  private static void updated(String name) {
    await("update of " + name).atMost(SOON).until(() -> cluster.readiness(name), "True"::equals);
    assertThat(cluster.app(name).getStatus().lastUpdate().completed()).isTrue();
  }

  private static Clients clients(String name) {
    return new Clients(cluster.nodeIp(), cluster.nodePort(name));
  }

  private static void assertServed(Clients clients) {
    System.out.printf("%d requests, %d lost%n", clients.sent(), clients.lost().size());
    assertThat(clients.sent()).isGreaterThan(200);
    assertThat(clients.lost()).isEmpty();
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

  private static int restarts(Pod pod, String name) {
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
