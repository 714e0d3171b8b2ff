package io.patternedapp.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.patternedapp.model.Annotations;
import io.patternedapp.model.Labels;
import io.patternedapp.model.ResourceNames;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodRolloutPlannerTest {

  private static final Instant NOW = Instant.parse("2026-11-24T03:00:10Z");
  private static final Instant STARTED = NOW.minusSeconds(10);
  private static final Duration DEADLINE = Duration.ofSeconds(600);
  private static final Duration DRAIN_DELAY = Duration.ofSeconds(5);

  /**
   * One letter per replica. State of the live Pod: {@code R} ready, {@code n} not ready, {@code t}
   * terminating, {@code F} failed for the first time, {@code f} failed again, {@code S} succeeded,
   * {@code u} ready, but about to restart for an in-place update, {@code -} missing. Required
   * update: {@code '} replacement, {@code +} in-place restart of main, {@code *} in-place restart
   * of a helper, {@code ~} a label.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # what                                   | live        | max | steps
          in sync                                  | R R R       | 1   | ok ok ok
          not ready, but in sync                   | n R n       | 1   | ok ok ok
          a new app                                | - -         | 1   | create create
          scaled up                                | R - -       | 1   | ok create create
          one at a time, highest number first      | R' R' R'    | 1   | blocked blocked replace
          the next Pod                             | R' R' R     | 1   | blocked replace ok
          two at a time                            | R' R' R'    | 2   | blocked replace replace
          more than replicas                       | R' R'       | 9   | replace replace
          while the updated Pod is not ready       | R' R' n     | 1   | blocked blocked ok
          while one of two updated Pods is not ready| R' R' n     | 2   | blocked replace ok
          while a Pod is missing                   | R' R' -     | 1   | blocked blocked create
          while a Pod is terminating               | R' R' t     | 1   | blocked blocked terminating
          while an outdated Pod is terminating     | R' R' t'    | 1   | blocked blocked terminating
          outdated Pods that are not ready         | n' n' R'    | 1   | replace replace blocked
          outdated and not ready before ready      | n' R' R'    | 1   | replace blocked blocked
          all outdated and not ready               | n' n' n'    | 1   | replace replace replace
          in place one at a time                   | R+ R+ R+    | 1   | blocked blocked patch
          while a Pod is about to restart          | R+ R+ u     | 1   | blocked blocked wait
          another change before the restart        | R+ R+ u+    | 1   | blocked blocked patch
          in place and not ready                   | n+ n+ n+    | 1   | patch patch patch
          labels of all Pods at once               | R~ R~ R~    | 1   | patch patch patch
          labels while a Pod is not ready          | R~ R~ n     | 1   | patch patch ok
          different updates                        | R~ R+ R'    | 1   | patch blocked replace
          failed                                   | F R         | 1   | restart ok
          succeeded                                | S R         | 1   | restart ok
          failed again soon                        | f R         | 1   | backoff ok
          a failed Pod is unavailable              | R' F        | 1   | blocked restart
          failed and outdated                      | R' F'       | 1   | blocked restart
          failed again soon and outdated           | f' R        | 1   | restart ok
          """)
  void rolloutDecidesStepOfEachPodWithinMaxUnavailable(
      String scenario, String live, int max, String steps) {
    assertThat(stepNames(decideSteps(live, settings(max, 0, false, Set.of())))).isEqualTo(steps);
  }

  /**
   * The same with a Service. {@code d} was removed from the Service before the drain delay, {@code
   * D} just now, {@code A} one hour in the future, {@code g} is removed and not ready, {@code o}
   * was removed by a user.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # what                                   | live        | max | steps
          drain before a restart                   | R+ R+ R+    | 1   | blocked blocked drain
          drain before a replacement               | R' R' R'    | 1   | blocked blocked drain
          wait for the drain delay                 | R+ R+ D+    | 1   | blocked blocked wait
          the clock was set back                   | R+ R+ A+    | 1   | blocked blocked drain
          patch after the drain delay              | R+ R+ d+    | 1   | blocked blocked patch
          replace after the drain delay            | R' R' d'    | 1   | blocked blocked replace
          restore traffic once ready               | R+ R+ d     | 1   | blocked blocked restore
          no traffic before ready                  | R+ R+ g     | 1   | blocked blocked wait
          restore traffic after a revert           | R R D       | 1   | ok ok restore
          failed during the drain                  | R+ R+ g+    | 1   | blocked blocked patch
          no drain for a helper                    | R* R* R*    | 1   | blocked blocked patch
          no other Pod to serve                    | R+          | 1   | patch
          no other available Pod to serve          | n+ R+       | 1   | patch blocked
          two at a time                            | R+ R+ R+    | 2   | blocked drain drain
          no drain for the last serving Pod        | R+ R+ R+    | 3   | patch drain drain
          already removed by a user                | R+ R+ o+    | 1   | blocked blocked patch
          """)
  void rolloutDrainsServingPodsBeforeTheyRestart(
      String scenario, String live, int max, String steps) {
    assertThat(stepNames(decideSteps(live, settings(max, 0, false, Set.of("main")))))
        .isEqualTo(steps);
  }

  @ParameterizedTest(name = "{0}, partition {2}, paused {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          R' R' R'    | blocked blocked replace   | 0 | false
          R' R' R'    | held held replace   | 2 | false
          R' R' R     | held held ok      | 2 | false
          R' R' R'    | held held held      | 3 | false
          R~ R~ R~    | held patch patch    | 1 | false
          R' R' R'    | blocked blocked blocked      | 0 | true
          R' - F      | blocked create restart | 0 | true
          D+ R+ R+    | restore blocked blocked    | 0 | true
          """)
  void rolloutRespectsPartitionAndPause(String live, String steps, int partition, boolean paused) {
    assertThat(stepNames(decideSteps(live, settings(1, partition, paused, Set.of()))))
        .isEqualTo(steps);
  }

  @Test
  void rolloutStopsWhenUpdatedPodExceedsProgressDeadline() {
    var settings = settings(2, 0, false, Set.of());

    var inTime = decideRollout("R' R' n", settings, STARTED.plus(DEADLINE).minusSeconds(1));
    assertThat(stepNames(inTime.steps())).isEqualTo("blocked replace ok");
    assertThat(inTime.overduePod()).isEmpty();
    assertThat(inTime.deadline()).contains(STARTED.plus(DEADLINE));

    var late = decideRollout("R' R' n", settings, STARTED.plus(DEADLINE));
    assertThat(stepNames(late.steps())).isEqualTo("blocked blocked ok");
    assertThat(late.overduePod()).contains("web-2");
    assertThat(late.deadline()).isEmpty();

    assertThat(stepNames(decideRollout("R' n' n", settings, STARTED.plus(DEADLINE)).steps()))
        .as("an unavailable Pod is updated after the deadline, too")
        .isEqualTo("blocked replace ok");
    assertThat(decideRollout("R R n", settings, STARTED.plus(DEADLINE)).overduePod())
        .as("there is no rollout to stop")
        .isEmpty();
  }

  @Test
  void podIsReplacedWhenResizeIsInfeasible() {
    var pods = Map.of("web", podWithPendingResize("Infeasible"));

    var rollout =
        PodRolloutPlanner.decide(
            List.of(desiredPod(0)),
            pods,
            settings(1, 0, false, Set.of()),
            (pod, desired) -> new UpdatePlan.NoChange(),
            NOW);

    assertThat(rollout.steps())
        .singleElement()
        .isInstanceOfSatisfying(
            PodStep.Replace.class,
            replace ->
                assertThat(replace.plan().reason())
                    .contains("cannot provide the requested resources", "not enough cpu"));
  }

  @Test
  void podIsAwaitedWhenResizeIsDeferred() {
    var rollout =
        PodRolloutPlanner.decide(
            List.of(desiredPod(0)),
            Map.of("web", podWithPendingResize("Deferred")),
            settings(1, 0, false, Set.of()),
            (pod, desired) -> new UpdatePlan.NoChange(),
            NOW);

    assertThat(rollout.steps())
        .containsExactly(
            new PodStep.WaitFor("Waiting for the resize of Pod web: not enough cpu", null));
  }

  @Test
  void podsBeyondDesiredReplicasGetNoStep() {
    var pods = Map.of("web", livePod(0, "R"), "web-1", livePod(1, "R"), "web-2", livePod(2, "n'"));

    assertThat(decideRollout(List.of(desiredPod(0)), pods, settings(1, 0, false, Set.of())).steps())
        .containsExactly(new PodStep.UpToDate());
  }

  @Test
  void restartedPodCarriesAttemptAnnotationAndDesiredPodIsUnmodified() {
    var desired = desiredPod(0);

    var steps =
        decideRollout(
                List.of(desired), Map.of("web", livePod(0, "F")), settings(1, 0, false, Set.of()))
            .steps();

    assertThat(steps)
        .singleElement()
        .isInstanceOfSatisfying(
            PodStep.Restart.class,
            restart -> {
              assertThat(restart.desired().getMetadata().getAnnotations())
                  .containsEntry(Annotations.RESTART_ATTEMPT, "1")
                  .containsEntry(Annotations.TEMPLATE_HASH, "new");
              assertThat(restart.reason()).isEqualTo("its phase is Failed");
            });
    assertThat(desired.getMetadata().getAnnotations())
        .doesNotContainKey(Annotations.RESTART_ATTEMPT);
  }

  @Test
  void templateChangeResetsRestartAttempt() {
    assertThat(decideSteps("f'", settings(1, 0, false, Set.of())))
        .singleElement()
        .isInstanceOfSatisfying(
            PodStep.Restart.class,
            restart ->
                assertThat(restart.desired().getMetadata().getAnnotations())
                    .doesNotContainKey(Annotations.RESTART_ATTEMPT));
  }

  @Test
  void postponedRestartIsDueAfterBackoff() {
    var settings = settings(1, 0, false, Set.of());

    assertThat(decideSteps("f", settings))
        .containsExactly(
            new PodStep.BackOff(
                NOW.plusSeconds(10), "its phase is Failed again; it is replaced after a back-off"));
    assertThat(decideRollout("f", settings, NOW.plusSeconds(10)).steps())
        .singleElement()
        .isInstanceOf(PodStep.Restart.class);
  }

  @ParameterizedTest
  @CsvSource({
    ",     3, 1",
    "1,    3, 1",
    "2,    3, 2",
    "0,    3, 1",
    "50%,  4, 2",
    "50%,  3, 1",
    "25%,  3, 1",
    "0%,   9, 1",
    "100%, 3, 3",
    "34%,  3, 1",
    "67%,  3, 2",
  })
  void maxUnavailableIsResolvedFromNumberOrPercentage(
      String configured, int replicas, int expected) {
    IntOrString value = configured == null ? null : intOrString(configured);

    assertThat(RolloutSettings.resolveMaxUnavailable(value, replicas)).isEqualTo(expected);
  }

  private static IntOrString intOrString(String configured) {
    return configured.endsWith("%")
        ? new IntOrString(configured)
        : new IntOrString(Integer.parseInt(configured));
  }

  private static RolloutSettings settings(
      int max, int partition, boolean paused, Set<String> trafficContainers) {
    return new RolloutSettings(max, partition, paused, DEADLINE, DRAIN_DELAY, trafficContainers);
  }

  private static List<PodStep> decideSteps(String live, RolloutSettings settings) {
    return decideRollout(live, settings, NOW).steps();
  }

  private static PodRolloutPlanner.Decision decideRollout(
      String live, RolloutSettings settings, Instant now) {
    var letters = live.split(" ");
    var desired =
        IntStream.range(0, letters.length).mapToObj(PodRolloutPlannerTest::desiredPod).toList();
    var pods = new HashMap<String, Pod>();
    for (int i = 0; i < letters.length; i++) {
      if (!letters[i].equals("-")) {
        pods.put(ResourceNames.pod("web", i), livePod(i, letters[i]));
      }
    }
    return PodRolloutPlanner.decide(desired, pods, settings, (pod, desiredPod) -> plan(pod), now);
  }

  private static PodRolloutPlanner.Decision decideRollout(
      List<Pod> desired, Map<String, Pod> pods, RolloutSettings settings) {
    return PodRolloutPlanner.decide(desired, pods, settings, (pod, desiredPod) -> plan(pod), NOW);
  }

  private static UpdatePlan plan(Pod live) {
    return switch (live.getMetadata().getAnnotations().get("needs")) {
      case "'" -> UpdatePlan.Replace.ofFields(List.of("spec.volumes[a]"));
      case "+" -> inPlace("main");
      case "*" -> inPlace("logs");
      case "~" -> inPlace();
      default -> new UpdatePlan.NoChange();
    };
  }

  private static UpdatePlan inPlace(String... images) {
    return new UpdatePlan.InPlace(
        new TreeSet<>(List.of(images)), new TreeSet<>(), new TreeSet<>(), images.length == 0);
  }

  private static Pod desiredPod(int ordinal) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(ResourceNames.pod("web", ordinal))
        .addToLabels(Labels.SERVING, "true")
        .withAnnotations(Map.of(Annotations.TEMPLATE_HASH, "new"))
        .endMetadata()
        .build();
  }

  private static Pod livePod(int ordinal, String letters) {
    var state = letters.charAt(0);
    var builder =
        new PodBuilder(desiredPod(ordinal))
            .editMetadata()
            .withCreationTimestamp(STARTED.toString())
            .addToAnnotations("needs", letters.substring(1))
            .endMetadata()
            .withNewStatus()
            .withStartTime(STARTED.toString())
            .withPhase(phase(state))
            .addNewCondition()
            .withType("Ready")
            .withStatus("RtudDAo".indexOf(state) >= 0 ? "True" : "False")
            .endCondition()
            .addNewContainerStatus()
            .withName("main")
            .withContainerID("containerd://1")
            .withNewState()
            .withNewTerminated()
            .withFinishedAt(NOW.toString())
            .endTerminated()
            .endState()
            .endContainerStatus()
            .endStatus();
    switch (state) {
      case 't' -> builder.editMetadata().withDeletionTimestamp(NOW.toString()).endMetadata();
      case 'f' ->
          builder.editMetadata().addToAnnotations(Annotations.RESTART_ATTEMPT, "1").endMetadata();
      case 'u' ->
          builder
              .editMetadata()
              .addToAnnotations(
                  Annotations.IN_PLACE_UPDATE,
                  "{\"at\":\"%s\",\"before\":{\"main\":{\"id\":\"containerd://1\",\"form\":\"old\"}}}"
                      .formatted(STARTED))
              .endMetadata();
      case 'd', 'D', 'A', 'g' ->
          builder
              .editMetadata()
              .withLabels(Map.of())
              .addToAnnotations(Annotations.DRAINED_AT, drainedAt(state).toString())
              .endMetadata();
      case 'o' -> builder.editMetadata().withLabels(Map.of()).endMetadata();
      default -> {}
    }
    return builder.build();
  }

  private static Instant drainedAt(char state) {
    return switch (state) {
      case 'D' -> NOW;
      case 'A' -> NOW.plusSeconds(3600);
      default -> NOW.minus(DRAIN_DELAY);
    };
  }

  private static Pod podWithPendingResize(String reason) {
    return new PodBuilder(livePod(0, "R"))
        .editStatus()
        .addNewCondition()
        .withType("PodResizePending")
        .withStatus("True")
        .withReason(reason)
        .withMessage("not enough cpu")
        .endCondition()
        .endStatus()
        .build();
  }

  private static String phase(char state) {
    return switch (state) {
      case 'F', 'f' -> "Failed";
      case 'S' -> "Succeeded";
      default -> "Running";
    };
  }

  private static String stepNames(List<PodStep> steps) {
    return steps.stream().map(PodRolloutPlannerTest::stepName).collect(Collectors.joining(" "));
  }

  private static String stepName(PodStep step) {
    var name = step.getClass().getSimpleName();
    return switch (name) {
      case "UpToDate" -> "ok";
      case "HeldByPartition" -> "held";
      case "RestoreTraffic" -> "restore";
      case "WaitFor" -> "wait";
      default -> name.toLowerCase(Locale.ROOT);
    };
  }
}
