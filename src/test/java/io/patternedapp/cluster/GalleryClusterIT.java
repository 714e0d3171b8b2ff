package io.patternedapp.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.patternedapp.Example;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowingConsumer;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks on a real node that each example works, except those of {@link ExamplesClusterIT}. A new
 * example needs a check here.
 */
@Tag("cluster")
@Timeout(300)
class GalleryClusterIT {

  private static final Map<String, ThrowingConsumer<Example>> CHECKS =
      Map.ofEntries(
          Map.entry("adapter-log-format", GalleryClusterIT::adapterConvertsTheLogToJson),
          Map.entry("adapter-mtail", GalleryClusterIT::mtailAdapterCountsLogLines),
          Map.entry("adapters-several", GalleryClusterIT::eachAdapterServesItsMetrics),
          Map.entry(
              "ambassador-outbound-redis", GalleryClusterIT::mainWaitsForItsOutboundAmbassador),
          Map.entry("ambassador-tls", GalleryClusterIT::mainIsReachableThroughTlsOnly),
          Map.entry("cronjob-cleanup", GalleryClusterIT::cronJobRunCleansUp),
          Map.entry("daemonset-agent", GalleryClusterIT::daemonSetAgentReportsFromEachNode),
          Map.entry(
              "deployment-restricted",
              GalleryClusterIT::restrictedAppRunsUnderTheRestrictedStandard),
          Map.entry("job-with-helpers", GalleryClusterIT::jobCompletesWhileItsHelperKeepsRunning),
          Map.entry(
              "sidecar-config-reload",
              GalleryClusterIT::liveFileChangeReachesClientsWithoutRestart),
          Map.entry("sidecar-log-streams", GalleryClusterIT::eachLogFileIsStreamedByItsOwnSidecar),
          Map.entry(
              "statefulset-members", GalleryClusterIT::statefulSetMembersAnswerUnderTheirNames));

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** The kubelet updates mounted ConfigMaps about once a minute, sometimes later. */
  private static final Duration CONFIG_MAP_REFRESH_TIMEOUT = Duration.ofSeconds(150);

  @TempDir static Path directory;

  @AutoClose private static ClusterFixture cluster;

  static Stream<Example> examples() {
    return Example.all().stream()
        .filter(it -> !ExamplesClusterIT.TOUR_EXAMPLES.contains(it.name()));
  }

  @BeforeAll
  static void setUp() throws IOException {
    cluster = new ClusterFixture(directory);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("examples")
  void galleryExampleWorksOnARealNode(Example example) {
    assertThat(CHECKS).as("checks by example").containsKey(example.name());
    CHECKS.get(example.name()).accept(example);
  }

  private static void jobCompletesWhileItsHelperKeepsRunning(Example example) {
    var name = cluster.apply(example.documents().get(0));

    var ready = cluster.awaitReady(name).getStatus().condition("Ready").orElseThrow();

    assertThat(ready.getReason()).isEqualTo("Completed");
    assertThat(cluster.logs(firstPodName(name), "logs")).contains("step 1 of 3", "step 3 of 3");
  }

  private static void cronJobRunCleansUp(Example example) {
    var name = cluster.apply(example.documents().get(0));
    cluster.awaitReady(name);

    var run =
        ShippedJar.execute(
            List.of(
                "kubectl",
                "-n",
                cluster.namespace(),
                "create",
                "job",
                "--from=cronjob/" + name,
                "now"));

    assertThat(run.exitCode()).as(run.output()).isZero();
    await()
        .atMost(TIMEOUT)
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(cluster.logs(firstPodName(name), "main").lines())
                    .containsExactly("/work/old"));
    cluster.awaitReady(name);
  }

  private static void statefulSetMembersAnswerUnderTheirNames(Example example) {
    var name = cluster.apply(example.documents().get(0));
    cluster.awaitReady(name);

    for (var member : List.of(name + "-0", name + "-1")) {
      awaitAsserted(
          () ->
              assertThat(cluster.curl("http://%s.%s-headless/".formatted(member, name)))
                  .contains("I am " + member));
      awaitAsserted(
          () -> assertThat(cluster.logs(member, "logs")).contains("\"GET / HTTP/1.1\" 200"));
    }
  }

  private static void daemonSetAgentReportsFromEachNode(Example example) {
    var name = cluster.apply(example.documents().get(0));
    cluster.awaitReady(name);
    var nodes = cluster.client().nodes().list().getItems();

    assertThat(listPods(name)).hasSameSizeAs(nodes);
    for (var pod : listPods(name)) {
      awaitAsserted(
          () ->
              assertThat(cluster.logs(pod.getMetadata().getName(), "main"))
                  .contains("node " + pod.getSpec().getNodeName() + " load "));
    }
  }

  private static String firstPodName(String app) {
    return listPods(app).get(0).getMetadata().getName();
  }

  private static List<Pod> listPods(String app) {
    return cluster
        .client()
        .pods()
        .inNamespace(cluster.namespace())
        .withLabel("patternedapp.io/app", app)
        .list()
        .getItems();
  }

  private static void mainWaitsForItsOutboundAmbassador(Example example) {
    var store = example.documents().get(0);
    var client = example.documents().get(1);
    var name = cluster.apply(client);
    awaitAsserted(
        () ->
            assertThat(cluster.readyOrReason(name))
                .contains("main waits for ambassador \"redis\"", "its startup probe"));
    assertThat(mainContainerStatus(name).getState().getWaiting())
        .as("main waits before redis is ready")
        .isNotNull();

    cluster.apply(store);
    cluster.awaitReady(name);

    awaitAsserted(
        () ->
            assertThat(cluster.logs(name, "main")).startsWith("visit 1 by redis://127.0.0.1:6379"));
    assertThat(cluster.execShell("redis-store", "main", "redis-cli get visits")).startsWith("1");
    assertThat(restartCounts(name)).containsOnly(0);
  }

  private static void mainIsReachableThroughTlsOnly(Example example) {
    var name = cluster.apply(example.documents().get(0));
    awaitAsserted(
        () ->
            assertThat(cluster.readyOrReason(name))
                .as("without its certificate")
                .contains("is creating its containers; run: kubectl describe pod ambassador-tls"));
    var tls = SelfSignedCertificate.generate(name, directory);
    cluster.client().resource(tls.toSecret("ambassador-tls", cluster.namespace())).create();
    var address = cluster.awaitReady(name).getStatus().service().clusterIP();

    awaitAsserted(
        () ->
            assertThat(cluster.curlTrusting(tls.certificate(), "https://" + name))
                .contains("main was asked by https", "strict-transport-security"));
    assertThat(cluster.curl("https://" + name))
        .as("client that does not trust the certificate")
        .contains("unreach");
    assertThat(cluster.curl("http://" + address + ":443"))
        .as("without TLS")
        .contains("unreachable");
    assertThat(cluster.curl("http://" + cluster.podIp(name) + ":8080"))
        .as("bypassing the ambassador")
        .contains("unreachable");
    assertThat(cluster.execShell(name, "main", "curl -s http://127.0.0.1:8080"))
        .as("main listens on localhost")
        .contains("main was asked by");
  }

  private static void eachLogFileIsStreamedByItsOwnSidecar(Example example) {
    var name = applyAndAwaitReady(example);

    awaitAsserted(
        () -> {
          assertThat(cluster.curl("http://" + name + "/absent")).contains("404 Not Found");
          assertThat(cluster.logs(name, "access")).contains("GET /absent HTTP/1.1\" 404");
          assertThat(cluster.logs(name, "errors")).contains("[error]", "No such file or directory");
        });
    assertThat(cluster.logs(name, "access")).doesNotContain("[error]");
    assertThat(cluster.logs(name, "errors")).doesNotContain("\" 404 ");
  }

  private static void adapterConvertsTheLogToJson(Example example) {
    var name = applyAndAwaitReady(example);

    awaitAsserted(
        () ->
            assertThat(cluster.logs(name, "json").lines().map(GalleryClusterIT::parseJson))
                .anySatisfy(
                    line -> {
                      assertThat(line.path("message").asText())
                          .isEqualTo("Ready to accept connections");
                      assertThat(line.path("level").asText()).isEqualTo("notice");
                      assertThat(line.path("role").asText()).isEqualTo("master");
                      assertThat(line.path("time").asText())
                          .matches("\\d+ \\w+ \\d{4} [0-9:]+\\.\\d+");
                    })
                .allSatisfy(line -> assertThat(line.path("message").asText()).isNotEmpty()));

    cluster.execShell(name, "main", "redis-cli bgsave");
    awaitAsserted(
        () ->
            assertThat(cluster.logs(name, "json"))
                .contains("\"message\":\"Background saving started by pid "));
    cluster.execShell(name, "main", "echo 'a \"quoted\" C:\\path' >> /logs/redis.log");
    awaitAsserted(
        () ->
            assertThat(cluster.logs(name, "json").lines().map(GalleryClusterIT::parseJson))
                .anySatisfy(
                    line ->
                        assertThat(line.path("message").asText())
                            .isEqualTo("a \"quoted\" C:\\path")));
  }

  private static void mtailAdapterCountsLogLines(Example example) {
    var name = applyAndAwaitReady(example);

    awaitAsserted(
        () -> {
          assertThat(cluster.curl("http://" + name + "/absent")).contains("404 Not Found");
          assertThat(metrics(name, 3903))
              .containsPattern("http_requests_total\\{method=\"GET\",.*status=\"404\"} [1-9]");
        });
    assertThat(annotations(name))
        .containsEntry("prometheus.io/scrape", "true")
        .containsEntry("prometheus.io/port", "3903");
  }

  private static void eachAdapterServesItsMetrics(Example example) {
    var name = applyAndAwaitReady(example);

    awaitAsserted(
        () -> {
          assertThat(cluster.curl("http://" + name + "/absent")).contains("404 Not Found");
          assertThat(metrics(name, 9113)).contains("nginx_up 1");
          assertThat(metrics(name, 3903))
              .containsPattern("http_requests_total\\{.*status=\"404\"} [1-9]");
        });
    assertThat(annotations(name))
        .as("annotations name the first adapter")
        .containsEntry("prometheus.io/port", "9113");
  }

  private static void liveFileChangeReachesClientsWithoutRestart(Example example) {
    var name = applyAndAwaitReady(example);
    awaitAsserted(() -> assertThat(cluster.curl("http://" + name)).contains("configuration one"));
    var uid = cluster.pod(name).getMetadata().getUid();

    cluster.apply(example.documents().get(0).replace("configuration one", "configuration two"));

    await()
        .atMost(CONFIG_MAP_REFRESH_TIMEOUT)
        .untilAsserted(
            () -> assertThat(cluster.curl("http://" + name)).contains("configuration two"));
    assertThat(cluster.pod(name).getMetadata().getUid()).isEqualTo(uid);
    assertThat(restartCounts(name)).containsOnly(0);
    assertThat(cluster.logs(name, "reload")).contains("nginx was told to reload");
  }

  private static void restrictedAppRunsUnderTheRestrictedStandard(Example example)
      throws IOException {
    try (var restricted =
        new ClusterFixture(Files.createDirectory(directory.resolve("restricted")))) {
      restricted.enforcePodSecurityStandard("restricted");
      var unrestricted =
          new PodBuilder()
              .withNewMetadata()
              .withName("unrestricted")
              .withNamespace(restricted.namespace())
              .endMetadata()
              .withNewSpec()
              .addNewContainer()
              .withName("main")
              .withImage("nginx:1.27")
              .endContainer()
              .endSpec()
              .build();
      assertThatThrownBy(() -> restricted.client().resource(unrestricted).dryRun().create())
          .isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining("violates PodSecurity");

      var name = restricted.apply(example.documents().get(0));

      assertThat(restricted.awaitReady(name).getStatus().readyReplicas()).isEqualTo(2);
      awaitAsserted(
          () -> assertThat(restricted.curl("http://" + name)).contains("made by user 101"));
    }
  }

  private static String applyAndAwaitReady(Example example) {
    var name = cluster.apply(example.documents().get(0));
    cluster.awaitReady(name);
    return name;
  }

  private static String metrics(String pod, int port) {
    return cluster.curl("http://%s:%d/metrics".formatted(cluster.podIp(pod), port));
  }

  private static Map<String, String> annotations(String pod) {
    return cluster.pod(pod).getMetadata().getAnnotations();
  }

  private static ContainerStatus mainContainerStatus(String pod) {
    return cluster.pod(pod).getStatus().getContainerStatuses().get(0);
  }

  private static List<Integer> restartCounts(String pod) {
    var status = cluster.pod(pod).getStatus();
    return Stream.of(status.getInitContainerStatuses(), status.getContainerStatuses())
        .flatMap(List::stream)
        .map(ContainerStatus::getRestartCount)
        .toList();
  }

  private static JsonNode parseJson(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void awaitAsserted(ThrowingRunnable assertion) {
    await().atMost(TIMEOUT).untilAsserted(assertion);
  }
}
