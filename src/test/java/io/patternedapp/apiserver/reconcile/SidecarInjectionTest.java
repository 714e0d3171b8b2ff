package io.patternedapp.apiserver.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.apiserver.support.FaultFreeBaseline;
import io.patternedapp.apiserver.support.OperatorFixture;
import io.patternedapp.apiserver.support.ScenarioFixture;
import io.patternedapp.apiserver.support.SidecarInjector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that the operator keeps containers that a mutating webhook injects into each Pod, and sends
 * no additional writes.
 */
@ExtendWith(ApiServerExtension.class)
@Tag("survival")
class SidecarInjectionTest {

  @TempDir private Path directory;

  @Test
  @Timeout(240)
  void injectedSidecarsAreKeptWithoutExtraWrites(ApiServerExtension.TestControlPlane api)
      throws Exception {
    var baseline = FaultFreeBaseline.snapshotsByStep(api, 2);
    try (var scenario = new ScenarioFixture(api, 2);
        var injector =
            new SidecarInjector(api.admin(), scenario.fixture().namespace(), directory)) {
      var fixture = scenario.fixture();
      awaitInjection(fixture, injector);
      fixture.startOperator();

      scenario.applyStep("create");
      scenario.awaitConverged();
      assertThat(pods(fixture)).hasSize(4).allMatch(SidecarInjectionTest::isInjected);
      scenario.assertNoRequests();
      var originalUids = uids(fixture);

      fixture.stopOperator();
      int mark = fixture.mark();
      fixture.startOperator();
      scenario.awaitConverged();
      scenario.assertNoRequests();
      assertThat(fixture.writesSince(mark)).as("writes after a restart").isEmpty();

      scenario.applyStep("image");
      scenario.awaitConverged();
      assertThat(uids(fixture)).as("UIDs after an update in place").isEqualTo(originalUids);
      assertThat(pods(fixture))
          .allMatch(SidecarInjectionTest::isInjected)
          .allMatch(
              pod ->
                  hasContainer(
                      pod.getSpec().getContainers(), c -> "nginx:1.28".equals(c.getImage())));
      assertThat(createDeleteCounts(scenario)).isEqualTo(countsOf(baseline.get("image")));
      scenario.assertNoRequests();

      scenario.applyStep("environment");
      scenario.awaitConverged();
      assertThat(pods(fixture)).hasSize(4).allMatch(SidecarInjectionTest::isInjected);
      assertThat(uids(fixture))
          .as("UIDs after a replacement")
          .doesNotContainAnyElementsOf(originalUids);
      assertThat(createDeleteCounts(scenario)).isEqualTo(countsOf(baseline.get("environment")));
      scenario.assertNoRequests();
    }
  }

  private static void awaitInjection(OperatorFixture fixture, SidecarInjector injector) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              fixture.dryRunPodCreate();
              return injector.injectionCount() > 0;
            });
  }

  private static Map<String, Map<String, Integer>> createDeleteCounts(ScenarioFixture scenario) {
    return countsOf(scenario.snapshots());
  }

  private static Map<String, Map<String, Integer>> countsOf(
      Map<String, ScenarioFixture.Snapshot> snapshots) {
    return Map.of(
        "app-00", snapshots.get("app-00").counts(), "app-01", snapshots.get("app-01").counts());
  }

  private static List<Pod> pods(OperatorFixture fixture) {
    return fixture.admin().pods().inNamespace(fixture.namespace()).list().getItems();
  }

  private static List<String> uids(OperatorFixture fixture) {
    return pods(fixture).stream()
        .map(pod -> pod.getMetadata().getUid())
        .sorted()
        .collect(Collectors.toList());
  }

  private static boolean isInjected(Pod pod) {
    var spec = pod.getSpec();
    return hasContainer(
            spec.getContainers(), c -> c.getName().equals(SidecarInjector.PROXY_CONTAINER))
        && hasContainer(
            spec.getInitContainers(), c -> c.getName().equals(SidecarInjector.NATIVE_SIDECAR))
        && "on".equals(pod.getMetadata().getLabels().get("mesh"))
        && "injected".equals(pod.getMetadata().getAnnotations().get("mesh.example/status"));
  }

  private static boolean hasContainer(List<Container> containers, Predicate<Container> matcher) {
    return containers.stream().anyMatch(matcher);
  }
}
