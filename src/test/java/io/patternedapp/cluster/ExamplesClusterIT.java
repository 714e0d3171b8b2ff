package io.patternedapp.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.patternedapp.Example;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks on a real node that the examples of docs/tutorials/tour.md work. {@link GalleryClusterIT}
 * checks the other examples.
 */
@Tag("cluster")
@Timeout(300)
class ExamplesClusterIT {

  /** The examples that this class checks. */
  static final Set<String> TOUR_EXAMPLES =
      Set.of("adapter-nginx-metrics", "ambassador-haproxy", "init-web", "sidecar-logs");

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  @TempDir static Path directory;

  @AutoClose private static ClusterFixture cluster;

  @BeforeAll
  static void applyAll() throws IOException {
    cluster = new ClusterFixture(directory);
    TOUR_EXAMPLES.stream()
        .map(Example::load)
        .flatMap(example -> example.documents().stream())
        .forEach(cluster::apply);
  }

  @Test
  void initContainerPageIsServedThroughTheNodePort() {
    cluster.awaitReady("init-web");

    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () ->
                assertThat(cluster.curl(nodeUrl("init-web")))
                    .contains("Prepared by the init container"));
  }

  @Test
  void sidecarLogsTheRequestsThatMainWritesToItsLogFile() {
    var app = cluster.awaitReady("sidecar-logs");

    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () -> {
              cluster.curl(
                  "http://%s/from-the-test".formatted(app.getStatus().service().clusterIP()));
              assertThat(cluster.logs("sidecar-logs", "logs"))
                  .contains("GET /from-the-test HTTP/1.1");
            });
  }

  @Test
  void isolatedAppIsReachableOnlyThroughItsAmbassador() {
    cluster.awaitReady("ambassador-haproxy");
    var ip = cluster.podIp("ambassador-haproxy");

    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () ->
                assertThat(cluster.curl(nodeUrl("ambassador-haproxy")))
                    .contains("x-served-through: gate"));
    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () -> assertThat(cluster.curl("http://" + ip + ":80/")).contains("unreachable"));
    assertThat(cluster.curl("http://" + ip + ":8080/")).contains("200 OK");

    var yaml = Example.load("ambassador-haproxy").documents().get(0);
    cluster.apply(yaml.replace("image: haproxy:3.0", "image: haproxy:3.0\n    isolate: false"));
    await()
        .atMost(TIMEOUT)
        .untilAsserted(() -> assertThat(cluster.curl("http://" + ip + ":80/")).contains("200 OK"));
    cluster.apply(yaml);
    cluster.awaitReady("ambassador-haproxy");
  }

  @Test
  void adapterServesTheStatusPageOfMainAsMetrics() {
    var app = cluster.awaitReady("pod-adapter");

    assertThat(cluster.pod("pod-adapter").getStatus().getContainerStatuses())
        .hasSize(2)
        .allMatch(ContainerStatus::getReady);
    assertThat(app.getStatus().summary().ready()).isEqualTo("2/2");
    assertThat(cluster.curl("http://%s:9113/metrics".formatted(cluster.podIp("pod-adapter"))))
        .contains("nginx_up 1", "nginx_connections_active", "nginx_http_requests_total");
  }

  @Test
  void renderedManifestsEqualTheObjectsInTheCluster() {
    for (var name : List.of("adapter-nginx-metrics", "init-web")) {
      var rendered = directory.resolve(name + ".yaml");
      cluster.awaitReady(name.equals("init-web") ? name : "pod-adapter");
      var render = ShippedJar.run("render", "-f", "examples/" + name + ".yaml");
      assertThat(render.exitCode()).as(render.output()).isZero();
      write(rendered, render.output());

      var dryRun = kubectl("apply", "--dry-run=server", "-f", rendered.toString());
      assertThat(dryRun.exitCode()).as(dryRun.output()).isZero();
      assertThat(changedLines(kubectl("diff", "-f", rendered.toString()).output())).isEmpty();
    }
  }

  private static List<String> changedLines(String diff) {
    return diff.lines()
        .filter(line -> line.startsWith("+") || line.startsWith("-"))
        .filter(line -> !line.startsWith("+++") && !line.startsWith("---"))
        .toList();
  }

  private static ShippedJar.ProcessResult kubectl(String... arguments) {
    var command = new ArrayList<>(List.of("kubectl", "-n", cluster.namespace()));
    command.addAll(List.of(arguments));
    return ShippedJar.execute(command);
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String nodeUrl(String service) {
    return "http://%s:%d/".formatted(cluster.nodeIp(), cluster.nodePort(service));
  }
}
