package io.patternedapp.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.patternedapp.fixtures.LiveObjects;
import io.patternedapp.fixtures.TestApps;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpdatePlannerTest {

  private static final String APP =
      """
      main: {image: 'nginx:1', ports: [{containerPort: 80}], env: [{name: A, value: a}],
        resources: {requests: {cpu: 1, memory: 1Gi}, limits: {memory: 2Gi}}},
      init: [{name: fetch, image: 'busybox:1'}],
      sidecars: [{name: logs, image: 'busybox:1', resources: {requests: {cpu: 10m}}}],
      adapters: [{name: metrics, image: 'exporter:1'}],
      volumes: [{name: html}],
      pod: {activeDeadlineSeconds: 100, tolerations: [{key: gpu, operator: Exists}]}
      """;

  @Test
  void podInSyncNeedsNoChange() {
    assertThat(plan("nginx:1", "nginx:1")).isEqualTo(new UpdatePlan.NoChange());
  }

  @ParameterizedTest
  @CsvSource({
    "nginx:1, main",
    "logs%s image: 'busybox:1, logs",
    "exporter:1, metrics",
  })
  void imagesOfRunningContainersChangeInPlace(String template, String container) {
    var from = template.replace("%s", ",");
    assertThat(plan(from, from.substring(0, from.length() - 1) + "2"))
        .isEqualTo(inPlace(Set.of(container), Set.of(), Set.of(), true));
  }

  @Test
  void severalImagesChangeInPlaceTogether() {
    var desired = APP.replace("nginx:1", "nginx:2").replace("exporter:1", "exporter:2");

    assertThat(planTo(desired))
        .isEqualTo(inPlace(Set.of("main", "metrics"), Set.of(), Set.of(), true));
  }

  @Test
  void initContainerImageChangeReplacesThePod() {
    assertThat(plan("fetch, image: 'busybox:1", "fetch, image: 'busybox:2"))
        .isEqualTo(UpdatePlan.Replace.ofFields(List.of("spec.initContainers[fetch].image")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cpu: 1, memory: 1Gi}, limits | cpu: 2, memory: 1Gi}, limits | main",
        "cpu: 10m | cpu: 20m, memory: 1Mi | logs",
        "limits: {memory: 2Gi} | limits: {memory: 2Gi, cpu: 3} | main",
      })
  void cpuAndMemoryChangeInPlaceWithoutRestart(String from, String to, String container) {
    assertThat(plan(from, to)).isEqualTo(inPlace(Set.of(), Set.of(container), Set.of(), true));
  }

  @Test
  void memoryChangeRestartsContainerWhenResizePolicyRequiresIt() {
    var policy =
        "adapters: [{name: metrics, resizePolicy: [{resourceName: memory, restartPolicy: %s}], resources: {requests: {memory: %s}}, image: a}]";
    var app = "main: {image: m}, " + policy;

    assertThat(
            planFrom(
                app.formatted("RestartContainer", "1Mi"), app.formatted("RestartContainer", "2Mi")))
        .isEqualTo(inPlace(Set.of(), Set.of("metrics"), Set.of("metrics"), true));
    assertThat(planFrom(app.formatted("NotRequired", "1Mi"), app.formatted("NotRequired", "2Mi")))
        .isEqualTo(inPlace(Set.of(), Set.of("metrics"), Set.of(), true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cpu: 1, memory: 1Gi | memory: 1Gi | spec.containers[main].resources.requests[cpu]",
        "limits: {memory: 2Gi} | limits: {} | spec.containers[main].resources.limits[memory]",
        "limits: {memory: 2Gi} | limits: {memory: 2Gi, ephemeral-storage: 1Gi} | spec.containers[main].resources.limits[ephemeral-storage]",
      })
  void removedOrNonResizableResourceReplacesThePod(String from, String to, String field) {
    assertThat(plan(from, to)).isEqualTo(UpdatePlan.Replace.ofFields(List.of(field)));
  }

  @Test
  void qosClassChangeReplacesThePod() {
    assertThat(
            planFrom(
                "main: {image: m, resources: {requests: {cpu: 1, memory: 1Gi}}}",
                "main: {image: m, resources: {requests: {cpu: 1, memory: 1Gi}, limits: {cpu: 1, memory: 1Gi}}}"))
        .isEqualTo(
            UpdatePlan.Replace.ofFields(
                List.of(
                    "spec.containers[main].resources.limits[cpu]",
                    "spec.containers[main].resources.limits[memory]")));
    assertThat(planFrom("main: {image: m}", "main: {image: m, resources: {requests: {cpu: 1}}}"))
        .isEqualTo(
            UpdatePlan.Replace.ofFields(List.of("spec.containers[main].resources.requests[cpu]")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pod: {labels: {tier: front}, ",
        "labels: {team: shop}, pod: {",
        "annotations: {note: x}, pod: {",
        "pod: {annotations: {note: x}, ",
      })
  void labelsAndAnnotationsChangeInPlace(String to) {
    assertThat(plan("pod: {", to)).isEqualTo(inPlace(Set.of(), Set.of(), Set.of(), true));
  }

  @Test
  void labelReadByFieldRefReplacesThePod() {
    var app =
        "main: {image: m, env: [{name: TEAM, valueFrom: {fieldRef: {fieldPath: \"metadata.labels['team']\"}}}]}, labels: {team: %s, tier: %s}";

    assertThat(planFrom(app.formatted("a", "x"), app.formatted("b", "x")))
        .isEqualTo(UpdatePlan.Replace.ofFields(List.of("metadata.labels[team]")));
    assertThat(planFrom(app.formatted("a", "x"), app.formatted("a", "y")))
        .as("a label that no fieldRef reads")
        .isEqualTo(inPlace(Set.of(), Set.of(), Set.of(), true));
  }

  @Test
  void restartedAtReplacesThePod() {
    assertThat(plan("volumes", "restartedAt: today, volumes"))
        .isEqualTo(
            UpdatePlan.Replace.ofFields(
                List.of("metadata.annotations[patternedapp.io/restarted-at]")));
  }

  @Test
  void addedTolerationIsInPlaceAndRemovedTolerationReplacesThePod() {
    var two = "[{key: gpu, operator: Exists}, {key: spot, operator: Exists}]";

    assertThat(plan("[{key: gpu, operator: Exists}]", two))
        .isEqualTo(inPlace(Set.of(), Set.of(), Set.of(), true));
    assertThat(planTo(APP.replace("[{key: gpu, operator: Exists}]", "[]")))
        .isEqualTo(UpdatePlan.Replace.ofFields(List.of("spec.tolerations")));
  }

  @Test
  void tolerationSecondsChangeInPlace() {
    assertThat(
            plan(
                "{key: gpu, operator: Exists}",
                "{key: gpu, operator: Exists, tolerationSeconds: 5}"))
        .isEqualTo(inPlace(Set.of(), Set.of(), Set.of(), true));
  }

  @ParameterizedTest
  @CsvSource({"99, true", "101, false"})
  void shorterActiveDeadlineIsInPlaceAndLongerReplacesThePod(int seconds, boolean inPlace) {
    assertThat(plan("activeDeadlineSeconds: 100", "activeDeadlineSeconds: " + seconds))
        .isEqualTo(
            inPlace
                ? inPlace(Set.of(), Set.of(), Set.of(), true)
                : UpdatePlan.Replace.ofFields(List.of("spec.activeDeadlineSeconds")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "value: a | value: b | spec.containers[main].env",
        "containerPort: 80 | containerPort: 81 | spec.containers[main].ports",
        "name: html | name: html, medium: Memory | spec.volumes[html]",
        "volumes: [{name: html}] | volumes: [] | spec.volumes[html]",
        "pod: { | pod: {hostname: web, | spec.hostname",
      })
  void immutableFieldReplacesThePodAndIsNamed(String from, String to, String field) {
    assertThat(plan(from, to)).isEqualTo(UpdatePlan.Replace.ofFields(List.of(field)));
  }

  @Test
  void removedContainerReplacesThePod() {
    assertThat(planTo(APP.replace("adapters: [{name: metrics, image: 'exporter:1'}],", "")))
        .isInstanceOfSatisfying(
            UpdatePlan.Replace.class,
            replace ->
                assertThat(replace.fields())
                    .contains("spec.containers", "spec.containers[metrics].image"));
  }

  @Test
  void replacementReasonOmitsFieldsThatCouldChangeInPlace() {
    var desired = APP.replace("nginx:1", "nginx:2").replace("value: a", "value: b");

    assertThat(planTo(desired))
        .isEqualTo(UpdatePlan.Replace.ofFields(List.of("spec.containers[main].env")));
  }

  @Test
  void imageOwnedByAnotherManagerIsResetInPlace() {
    var app = TestApps.app(APP);
    var live = LiveObjects.asStored(TestApps.child(app, Pod.class), app);
    var liveFields = PodFieldDigests.ofLive(live).fields();
    var ownedFields = new TreeMap<>(liveFields);
    ownedFields.remove("spec.containers[main].image");

    assertThat(
            UpdatePlanner.plan(
                new PodFieldDigests(ownedFields),
                PodFieldDigests.ofDesired(TestApps.child(app, Pod.class))))
        .isEqualTo(inPlace(Set.of("main"), Set.of(), Set.of(), false));
  }

  @Test
  void podFingerprintContainsNoSecretValues() {
    var app =
        TestApps.app(
            "main: {image: m, env: [{name: PASSWORD, value: secret-1}], command: [secret-2]}, pod: {annotations: {a: secret-3}, labels: {b: secret-4}}");

    assertThat(PodFieldDigests.ofDesired(TestApps.child(app, Pod.class)).toString())
        .doesNotContain("secret-");
  }

  @Test
  void podFingerprintRoundTripsThroughText() {
    var fingerprint = PodFieldDigests.ofDesired(TestApps.child(TestApps.app(APP), Pod.class));

    assertThat(PodFieldDigests.parse(fingerprint.toString())).isEqualTo(fingerprint);
  }

  private static UpdatePlan plan(String from, String to) {
    assertThat(APP).contains(from);
    return planTo(APP.replace(from, to));
  }

  private static UpdatePlan planTo(String desired) {
    return planFrom(APP, desired);
  }

  private static UpdatePlan planFrom(String before, String after) {
    var app = TestApps.app(before);
    return UpdatePlanner.plan(
        LiveObjects.asStored(TestApps.child(app, Pod.class), app),
        TestApps.child(TestApps.app(after), Pod.class));
  }

  private static UpdatePlan inPlace(
      Set<String> images, Set<String> resources, Set<String> restarts, boolean metadata) {
    return new UpdatePlan.InPlace(
        new TreeSet<>(images), new TreeSet<>(resources), new TreeSet<>(restarts), metadata);
  }
}
