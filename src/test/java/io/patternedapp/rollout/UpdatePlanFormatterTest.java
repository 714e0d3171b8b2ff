package io.patternedapp.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternedapp.fixtures.TestApps;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class UpdatePlanFormatterTest {

  private static final UpdatePlanFormatter FORMATTER =
      new UpdatePlanFormatter(
          TestApps.app(
                  "main: {image: m}, sidecars: [{name: logs, image: l}], adapters: [{name: metrics,"
                      + " image: a}]")
              .getSpec());

  static Stream<Arguments> plans() {
    return Stream.of(
        plan("keep 1 Pod unchanged", "", new UpdatePlan.NoChange()),
        plan(
            "replace 2 Pods",
            "spec.main.env changed",
            replace("spec.containers[main].env"),
            replace("spec.containers[main].env")),
        plan("replace 1 Pod", "the node is full", UpdatePlan.Replace.ofReason("the node is full")),
        plan(
            "update image of main in place on 1 Pod, helpers keep running",
            "spec.main.image changed",
            inPlace(Set.of("main"), Set.of(), Set.of())),
        plan(
            "update image of sidecar \"logs\" in place on 1 Pod, main keeps running",
            "spec.sidecars[0].image changed",
            inPlace(Set.of("logs"), Set.of(), Set.of())),
        plan(
            "update image of main, image of adapter \"metrics\" in place on 1 Pod, the other"
                + " containers keep running",
            "spec.main.image, spec.adapters[0].image changed",
            inPlace(Set.of("main", "metrics"), Set.of(), Set.of())),
        plan(
            "update resources of sidecar \"logs\" in place on 1 Pod, no container restarts",
            "spec.sidecars[0].resources changed",
            inPlace(Set.of(), Set.of("logs"), Set.of())),
        plan(
            "update resources of main in place on 1 Pod, helpers keep running",
            "spec.main.resources changed",
            inPlace(Set.of(), Set.of("main"), Set.of("main"))),
        plan(
            "update labels and annotations in place on 1 Pod, no container restarts",
            "labels or annotations changed",
            inPlace(Set.of(), Set.of(), Set.of())),
        plan(
            "replace 1 Pod; update image of main in place on 1 Pod, helpers keep running",
            "spec.main.image changed; spec.pod.hostname changed",
            inPlace(Set.of("main"), Set.of(), Set.of()),
            replace("spec.hostname")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("plans")
  void planAndReasonUseContainerNamesAndPathsOfTheApp(
      String plan, String reason, List<UpdatePlan> plans) {
    assertThat(FORMATTER.formatPlan(plans)).isEqualTo(plan);
    assertThat(FORMATTER.formatReason(plans)).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "spec.containers[main].resources.limits[memory], spec.main.resources changed",
    "spec.containers[injected].image, container \"injected\" changed",
    "spec.volumes[files-1], files changed",
    "spec.volumes[data], spec.volumes[data] changed",
    "metadata.annotations[patternedapp.io/files], files changed",
    "metadata.annotations[patternedapp.io/restarted-at], spec.restartedAt changed",
    "metadata.labels[team], metadata.labels[team] changed",
    "spec.initContainers, the list of containers changed",
    "spec.containers, the list of containers changed",
    "spec.nodeSelector, spec.pod.nodeSelector changed",
  })
  void reasonConvertsPathOfThePodToPathOfTheApp(String path, String reason) {
    assertThat(FORMATTER.formatReason(List.of(replace(path)))).isEqualTo(reason);
  }

  @Test
  void reasonListsAtMostFiveFields() {
    var fields = Stream.of("a", "b", "c", "d", "e", "f", "g").map("spec."::concat).toList();

    assertThat(FORMATTER.formatReason(List.of(UpdatePlan.Replace.ofFields(fields))))
        .isEqualTo("spec.pod.a, spec.pod.b, spec.pod.c, spec.pod.d, spec.pod.e and 2 more changed");
  }

  private static Arguments plan(String plan, String reason, UpdatePlan... plans) {
    return Arguments.of(plan, reason, List.of(plans));
  }

  private static UpdatePlan replace(String field) {
    return UpdatePlan.Replace.ofFields(List.of(field));
  }

  private static UpdatePlan inPlace(
      Set<String> images, Set<String> resources, Set<String> resizeRestarts) {
    return new UpdatePlan.InPlace(
        new TreeSet<>(images), new TreeSet<>(resources), new TreeSet<>(resizeRestarts), false);
  }
}
