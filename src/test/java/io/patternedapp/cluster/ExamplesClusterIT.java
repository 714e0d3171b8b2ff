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
 * The examples of the README's tour do on a real node what they are for; {@link GalleryClusterIT}
 * has the others.
 */
@Tag("cluster")
@Timeout(300)
class ExamplesClusterIT {

  /** What is tried here. */
  static final Set<String> NAMES =
      Set.of("adapter-nginx-metrics", "ambassador-haproxy", "init-web", "sidecar-logs");

  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir static Path directory;

  @AutoClose private static Cluster cluster;

  @BeforeAll
  static void applyAll() throws IOException {
    cluster = new Cluster(directory);
    NAMES.stream()
        .map(Example::named)
        .flatMap(example -> example.documents().stream())
        .forEach(cluster::apply);
  }

  @Test
  void theInitPageComesThroughTheNodePort() {
    cluster.awaitReady("init-web");

    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(cluster.call(nodeUrl("init-web")))
                    .contains("Prepared by the init container"));
  }

  @Test
  void theSidecarPutsOutWhatMainWritesToItsLogFile() {
    var app = cluster.awaitReady("sidecar-logs");

    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              cluster.call(
                  "http://%s/from-the-test".formatted(app.getStatus().service().clusterIP()));
              assertThat(cluster.logs("sidecar-logs", "logs"))
                  .contains("GET /from-the-test HTTP/1.1");
            });
  }

  @Test
  void onlyTheAmbassadorCanBeReached() {
    cluster.awaitReady("ambassador-haproxy");
    var ip = cluster.podIp("ambassador-haproxy");

    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(cluster.call(nodeUrl("ambassador-haproxy")))
                    .contains("x-served-through: gate"));
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(cluster.call("http://" + ip + ":80/")).contains("unreachable"));
    assertThat(cluster.call("http://" + ip + ":8080/")).contains("200 OK");

    var yaml = Example.named("ambassador-haproxy").documents().get(0);
    cluster.apply(yaml.replace("image: haproxy:3.0", "image: haproxy:3.0\n    isolate: false"));
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(cluster.call("http://" + ip + ":80/")).contains("200 OK"));
    cluster.apply(yaml);
    cluster.awaitReady("ambassador-haproxy");
  }

  @Test
  void theAdapterTurnsTheStatusPageIntoMetrics() {
    var app = cluster.awaitReady("pod-adapter");

    assertThat(cluster.pod("pod-adapter").getStatus().getContainerStatuses())
        .hasSize(2)
        .allMatch(ContainerStatus::getReady);
    assertThat(app.getStatus().summary().ready()).isEqualTo("2/2");
    assertThat(cluster.call("http://%s:9113/metrics".formatted(cluster.podIp("pod-adapter"))))
        .contains("nginx_up 1", "nginx_connections_active", "nginx_http_requests_total");
  }

  @Test
  void whatIsRenderedIsWhatRuns() {
    for (var name : List.of("adapter-nginx-metrics", "init-web")) {
      var rendered = directory.resolve(name + ".yaml");
      cluster.awaitReady(name.equals("init-web") ? name : "pod-adapter");
      var render = Jar.run("render", "-f", "examples/" + name + ".yaml");
      assertThat(render.code()).as(render.output()).isZero();
      write(rendered, render.output());

      var dryRun = kubectl("apply", "--dry-run=server", "-f", rendered.toString());
      assertThat(dryRun.code()).as(dryRun.output()).isZero();
      assertThat(differences(kubectl("diff", "-f", rendered.toString()).output())).isEmpty();
    }
  }

  private static List<String> differences(String diff) {
    return diff.lines()
        .filter(line -> line.startsWith("+") || line.startsWith("-"))
        .filter(line -> !line.startsWith("+++") && !line.startsWith("---"))
        .toList();
  }

  private static Jar.Result kubectl(String... arguments) {
    var command = new ArrayList<>(List.of("kubectl", "-n", cluster.namespace()));
    command.addAll(List.of(arguments));
    return Jar.execute(command);
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
