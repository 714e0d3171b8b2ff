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

class PodRolloutTest {

  private static final Instant NOW = Instant.parse("2026-11-24T03:00:10Z");
  private static final Instant STARTED = NOW.minusSeconds(10);
  private static final Duration DEADLINE = Duration.ofSeconds(600);
  private static final Duration DRAIN_DELAY = Duration.ofSeconds(5);

  /**
   * A letter a replica. What is live: {@code R} Ready, {@code n} not Ready, {@code t} terminating,
   * {@code F} just failed once, {@code f} failed again, {@code S} succeeded, {@code u} Ready but
   * about to restart for an update in place, {@code -} missing. What it needs: {@code '} to be
   * replaced, {@code +} main restarted in place, {@code *} a helper restarted in place, {@code ~} a
   * label.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # what                                   | live        | max | steps
          as wanted                                | R R R       | 1   | ok ok ok
          not Ready, but as wanted                 | n R n       | 1   | ok ok ok
          new                                      | - -         | 1   | create create
          scaled up                                | R - -       | 1   | ok create create
          one at a time, from the top              | R' R' R'    | 1   | blocked blocked replace
          the next one                             | R' R' R     | 1   | blocked replace ok
          two at a time                            | R' R' R'    | 2   | blocked replace replace
          more than there are                      | R' R'       | 9   | replace replace
          while the new one is not Ready           | R' R' n     | 1   | blocked blocked ok
          while the new one is not Ready, of two   | R' R' n     | 2   | blocked replace ok
          while one is missing                     | R' R' -     | 1   | blocked blocked create
          while one is terminating                 | R' R' t     | 1   | blocked blocked terminating
          while an old one is terminating          | R' R' t'    | 1   | blocked blocked terminating
          old and not Ready goes regardless        | n' n' R'    | 1   | replace replace blocked
          old and not Ready goes before Ready ones | n' R' R'    | 1   | replace blocked blocked
          all old and not Ready                    | n' n' n'    | 1   | replace replace replace
          in place one at a time                   | R+ R+ R+    | 1   | blocked blocked patch
          while it is about to restart             | R+ R+ u     | 1   | blocked blocked wait
          another change while it is               | R+ R+ u+    | 1   | blocked blocked patch
          in place and not Ready, regardless       | n+ n+ n+    | 1   | patch patch patch
          labels all at once                       | R~ R~ R~    | 1   | patch patch patch
          labels though one is not Ready           | R~ R~ n     | 1   | patch patch ok
          different needs                          | R~ R+ R'    | 1   | patch blocked replace
          ended                                    | F R         | 1   | restart ok
          succeeded                                | S R         | 1   | restart ok
          ended soon again                         | f R         | 1   | backoff ok
          an ended one is unavailable              | R' F        | 1   | blocked restart
          ended and old                            | R' F'       | 1   | blocked restart
          ended soon again, but old                | f' R        | 1   | restart ok
          """)
  void rolloutDecidesStepOfEachPodWithinMaxUnavailable(
      String scenario, String live, int max, String steps) {
    assertThat(stepNames(decideSteps(live, settings(max, 0, false, Set.of())))).isEqualTo(steps);
  }

  /**
   * The same, with a Service. {@code d} was taken out of it long enough ago, {@code D} just now,
   * {@code A} an hour ahead, {@code g} is out and not Ready, {@code o} was taken out by a person.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # what                                   | live        | max | steps
          the Service first                        | R+ R+ R+    | 1   | blocked blocked drain
          the Service first to be replaced as well | R' R' R'    | 1   | blocked blocked drain
          a moment later                           | R+ R+ D+    | 1   | blocked blocked wait
          the clock was set back meanwhile         | R+ R+ A+    | 1   | blocked blocked drain
          then the change                          | R+ R+ d+    | 1   | blocked blocked patch
          then the replacement                     | R' R' d'    | 1   | blocked blocked replace
          back once it is Ready                    | R+ R+ d     | 1   | blocked blocked restore
          not before it is Ready                   | R+ R+ g     | 1   | blocked blocked wait
          back when the change is taken back       | R R D       | 1   | ok ok restore
          broken meanwhile                         | R+ R+ g+    | 1   | blocked blocked patch
          nobody would miss a helper               | R* R* R*    | 1   | blocked blocked patch
          nobody would take over                   | R+          | 1   | patch
          nobody would take over, all others not   | n+ R+       | 1   | patch blocked
          two at a time leave one                  | R+ R+ R+    | 2   | blocked drain drain
          the last one has nobody to take over     | R+ R+ R+    | 3   | patch drain drain
          out of service already                   | R+ R+ o+    | 1   | blocked blocked patch
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
        .as("what is broken may be mended all the same")
        .isEqualTo("blocked replace ok");
    assertThat(decideRollout("R R n", settings, STARTED.plus(DEADLINE)).overduePod())
        .as("there is no roll to stop")
        .isEmpty();
  }

  @Test
  void podIsReplacedWhenResizeIsInfeasible() {
    var pods = Map.of("web", podWithPendingResize("Infeasible"));

    var rollout =
        PodRollout.decide(
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
                assertThat(replace.plan().reason()).contains("cannot give it", "not enough cpu"));
  }

  @Test
  void podIsAwaitedWhenResizeIsDeferred() {
    var rollout =
        PodRollout.decide(
            List.of(desiredPod(0)),
            Map.of("web", podWithPendingResize("Deferred")),
            settings(1, 0, false, Set.of()),
            (pod, desired) -> new UpdatePlan.NoChange(),
            NOW);

    assertThat(rollout.steps())
        .containsExactly(new PodStep.WaitFor("Pod web is resized: not enough cpu", null));
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
              assertThat(restart.reason()).isEqualTo("it is Failed");
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
                NOW.plusSeconds(10), "it is Failed again and is replaced after a delay"));
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

  private static PodRollout.Decision decideRollout(
      String live, RolloutSettings settings, Instant now) {
    var letters = live.split(" ");
    var desired = IntStream.range(0, letters.length).mapToObj(PodRolloutTest::desiredPod).toList();
    var pods = new HashMap<String, Pod>();
    for (int i = 0; i < letters.length; i++) {
      if (!letters[i].equals("-")) {
        pods.put(ResourceNames.pod("web", i), livePod(i, letters[i]));
      }
    }
    return PodRollout.decide(desired, pods, settings, (pod, desiredPod) -> plan(pod), now);
  }

  private static PodRollout.Decision decideRollout(
      List<Pod> desired, Map<String, Pod> pods, RolloutSettings settings) {
    return PodRollout.decide(desired, pods, settings, (pod, desiredPod) -> plan(pod), NOW);
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
    return steps.stream().map(PodRolloutTest::stepName).collect(Collectors.joining(" "));
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
