package io.patternedapp.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
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

/** A webhook that gives every Pod containers of its own: neither side undoes the other's work. */
@ExtendWith(ApiServer.class)
@Tag("survival")
class SidecarInjectionTest {

  @TempDir private Path directory;

  @Test
  @Timeout(240)
  void whatAWebhookInjectsStaysAndCostsNothing(ApiServer.Shared api) throws Exception {
    var faultless = Faultless.run(api, 2);
    try (var stage = new Stage(api, 2);
        var injector = new SidecarInjector(api.admin(), stage.lab().namespace(), directory)) {
      var lab = stage.lab();
      untilInjecting(lab, injector);
      lab.startOperator();

      stage.play("create");
      stage.untilSettled();
      assertThat(pods(lab)).hasSize(4).allMatch(SidecarInjectionTest::isInjected);
      stage.isStill();
      var made = uids(lab);

      lab.stopOperator();
      int mark = lab.mark();
      lab.startOperator();
      stage.untilSettled();
      stage.isStill();
      assertThat(lab.writesSince(mark)).as("after a restart").isEmpty();

      stage.play("image");
      stage.untilSettled();
      assertThat(uids(lab)).as("changed in place").isEqualTo(made);
      assertThat(pods(lab))
          .allMatch(SidecarInjectionTest::isInjected)
          .allMatch(
              pod -> has(pod.getSpec().getContainers(), c -> "nginx:1.28".equals(c.getImage())));
      assertThat(counts(stage)).isEqualTo(countsOf(faultless.get("image")));
      stage.isStill();

      stage.play("environment");
      stage.untilSettled();
      assertThat(pods(lab)).hasSize(4).allMatch(SidecarInjectionTest::isInjected);
      assertThat(uids(lab)).as("replaced").doesNotContainAnyElementsOf(made);
      assertThat(counts(stage)).isEqualTo(countsOf(faultless.get("environment")));
      stage.isStill();
    }
  }

  private static void untilInjecting(Lab lab, SidecarInjector injector) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              lab.tryPod();
              return injector.injected() > 0;
            });
  }

  private static Map<String, Map<String, Integer>> counts(Stage stage) {
    return countsOf(stage.ends());
  }

  private static Map<String, Map<String, Integer>> countsOf(Map<String, Stage.End> ends) {
    return Map.of("app-00", ends.get("app-00").counts(), "app-01", ends.get("app-01").counts());
  }

  private static List<Pod> pods(Lab lab) {
    return lab.admin().pods().inNamespace(lab.namespace()).list().getItems();
  }

  private static List<String> uids(Lab lab) {
    return pods(lab).stream()
        .map(pod -> pod.getMetadata().getUid())
        .sorted()
        .collect(Collectors.toList());
  }

  private static boolean isInjected(Pod pod) {
    var spec = pod.getSpec();
    return has(spec.getContainers(), c -> c.getName().equals(SidecarInjector.PROXY))
        && has(spec.getInitContainers(), c -> c.getName().equals(SidecarInjector.AGENT))
        && "on".equals(pod.getMetadata().getLabels().get("mesh"))
        && "injected".equals(pod.getMetadata().getAnnotations().get("mesh.example/status"));
  }

  private static boolean has(List<Container> containers, Predicate<Container> which) {
    return containers.stream().anyMatch(which);
  }
}
