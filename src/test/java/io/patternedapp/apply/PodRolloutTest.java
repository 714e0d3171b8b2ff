package io.patternedapp.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.patternedapp.expand.Names;
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
  private static final Duration GRACE = Duration.ofSeconds(5);

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
          as wanted                                | R R R       | 1   | keep keep keep
          not Ready, but as wanted                 | n R n       | 1   | keep keep keep
          new                                      | - -         | 1   | create create
          scaled up                                | R - -       | 1   | keep create create
          one at a time, from the top              | R' R' R'    | 1   | hold hold replace
          the next one                             | R' R' R     | 1   | hold replace keep
          two at a time                            | R' R' R'    | 2   | hold replace replace
          more than there are                      | R' R'       | 9   | replace replace
          while the new one is not Ready           | R' R' n     | 1   | hold hold keep
          while the new one is not Ready, of two   | R' R' n     | 2   | hold replace keep
          while one is missing                     | R' R' -     | 1   | hold hold create
          while one is terminating                 | R' R' t     | 1   | hold hold leave
          while an old one is terminating          | R' R' t'    | 1   | hold hold leave
          old and not Ready goes regardless        | n' n' R'    | 1   | replace replace hold
          old and not Ready goes before Ready ones | n' R' R'    | 1   | replace hold hold
          all old and not Ready                    | n' n' n'    | 1   | replace replace replace
          in place one at a time                   | R+ R+ R+    | 1   | hold hold patch
          while it is about to restart             | R+ R+ u     | 1   | hold hold await
          another change while it is               | R+ R+ u+    | 1   | hold hold patch
          in place and not Ready, regardless       | n+ n+ n+    | 1   | patch patch patch
          labels all at once                       | R~ R~ R~    | 1   | patch patch patch
          labels though one is not Ready           | R~ R~ n     | 1   | patch patch keep
          different needs                          | R~ R+ R'    | 1   | patch hold replace
          ended                                    | F R         | 1   | restart keep
          succeeded                                | S R         | 1   | restart keep
          ended soon again                         | f R         | 1   | postpone keep
          an ended one is unavailable              | R' F        | 1   | hold restart
          ended and old                            | R' F'       | 1   | hold restart
          ended soon again, but old                | f' R        | 1   | restart keep
          """)
  void decides(String what, String live, int max, String steps) {
    assertThat(words(decide(live, settings(max, 0, false, Set.of())))).isEqualTo(steps);
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
          the Service first                        | R+ R+ R+    | 1   | hold hold drain
          the Service first to be replaced as well | R' R' R'    | 1   | hold hold drain
          a moment later                           | R+ R+ D+    | 1   | hold hold await
          the clock was set back meanwhile         | R+ R+ A+    | 1   | hold hold drain
          then the change                          | R+ R+ d+    | 1   | hold hold patch
          then the replacement                     | R' R' d'    | 1   | hold hold replace
          back once it is Ready                    | R+ R+ d     | 1   | hold hold return
          not before it is Ready                   | R+ R+ g     | 1   | hold hold await
          back when the change is taken back       | R R D       | 1   | keep keep return
          broken meanwhile                         | R+ R+ g+    | 1   | hold hold patch
          nobody would miss a helper               | R* R* R*    | 1   | hold hold patch
          nobody would take over                   | R+          | 1   | patch
          nobody would take over, all others not   | n+ R+       | 1   | patch hold
          two at a time leave one                  | R+ R+ R+    | 2   | hold drain drain
          the last one has nobody to take over     | R+ R+ R+    | 3   | patch drain drain
          out of service already                   | R+ R+ o+    | 1   | hold hold patch
          """)
  void takesPodsOutOfTheServiceFirst(String what, String live, int max, String steps) {
    assertThat(words(decide(live, settings(max, 0, false, Set.of("main"))))).isEqualTo(steps);
  }

  @ParameterizedTest(name = "{0}, partition {2}, paused {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          R' R' R'    | hold hold replace   | 0 | false
          R' R' R'    | stay stay replace   | 2 | false
          R' R' R     | stay stay keep      | 2 | false
          R' R' R'    | stay stay stay      | 3 | false
          R~ R~ R~    | stay patch patch    | 1 | false
          R' R' R'    | hold hold hold      | 0 | true
          R' - F      | hold create restart | 0 | true
          D+ R+ R+    | return hold hold    | 0 | true
          """)
  void whatIsHeldBackStays(String live, String steps, int partition, boolean paused) {
    assertThat(words(decide(live, settings(1, partition, paused, Set.of())))).isEqualTo(steps);
  }

  @Test
  void aRollStopsWhereAChangedPodHasHadItsTime() {
    var settings = settings(2, 0, false, Set.of());

    var inTime = roll("R' R' n", settings, STARTED.plus(DEADLINE).minusSeconds(1));
    assertThat(words(inTime.steps())).isEqualTo("hold replace keep");
    assertThat(inTime.overdue()).isEmpty();
    assertThat(inTime.deadline()).contains(STARTED.plus(DEADLINE));

    var late = roll("R' R' n", settings, STARTED.plus(DEADLINE));
    assertThat(words(late.steps())).isEqualTo("hold hold keep");
    assertThat(late.overdue()).contains("web-2");
    assertThat(late.deadline()).isEmpty();

    assertThat(words(roll("R' n' n", settings, STARTED.plus(DEADLINE)).steps()))
        .as("what is broken may be mended all the same")
        .isEqualTo("hold replace keep");
    assertThat(roll("R R n", settings, STARTED.plus(DEADLINE)).overdue())
        .as("there is no roll to stop")
        .isEmpty();
  }

  @Test
  void aPodWhoseNodeCannotGiveItItsResourcesIsReplaced() {
    var pods = Map.of("web", resizing("Infeasible"));

    var roll =
        PodRollout.decide(
            List.of(wanted(0)),
            pods,
            settings(1, 0, false, Set.of()),
            (pod, wanted) -> new UpdatePlan.Nothing(),
            NOW);

    assertThat(roll.steps())
        .singleElement()
        .isInstanceOfSatisfying(
            PodStep.Replace.class,
            replace ->
                assertThat(replace.plan().reason()).contains("cannot give it", "not enough cpu"));
  }

  @Test
  void aPodWhoseNodeWillGiveItItsResourcesLaterIsAwaited() {
    var roll =
        PodRollout.decide(
            List.of(wanted(0)),
            Map.of("web", resizing("Deferred")),
            settings(1, 0, false, Set.of()),
            (pod, wanted) -> new UpdatePlan.Nothing(),
            NOW);

    assertThat(roll.steps())
        .containsExactly(new PodStep.Await("Pod web is resized: not enough cpu", null));
  }

  @Test
  void podsThatAreNoLongerWantedGetNoStep() {
    var pods = Map.of("web", live(0, "R"), "web-1", live(1, "R"), "web-2", live(2, "n'"));

    assertThat(decide(List.of(wanted(0)), pods, settings(1, 0, false, Set.of())).steps())
        .containsExactly(new PodStep.Keep());
  }

  @Test
  void aSuccessorCarriesItsNumberAndThePodIsLeftAsItIs() {
    var wanted = wanted(0);

    var steps =
        decide(List.of(wanted), Map.of("web", live(0, "F")), settings(1, 0, false, Set.of()))
            .steps();

    assertThat(steps)
        .singleElement()
        .isInstanceOfSatisfying(
            PodStep.Restart.class,
            restart -> {
              assertThat(restart.wanted().getMetadata().getAnnotations())
                  .containsEntry(RestartDelay.ATTEMPT, "1")
                  .containsEntry(Names.TEMPLATE_HASH, "new");
              assertThat(restart.reason()).isEqualTo("it is Failed");
            });
    assertThat(wanted.getMetadata().getAnnotations()).doesNotContainKey(RestartDelay.ATTEMPT);
  }

  @Test
  void aNewTemplateStartsCountingAfresh() {
    assertThat(decide("f'", settings(1, 0, false, Set.of())))
        .singleElement()
        .isInstanceOfSatisfying(
            PodStep.Restart.class,
            restart ->
                assertThat(restart.wanted().getMetadata().getAnnotations())
                    .doesNotContainKey(RestartDelay.ATTEMPT));
  }

  @Test
  void whatIsPostponedIsDueAfterTheDelay() {
    var settings = settings(1, 0, false, Set.of());

    assertThat(decide("f", settings))
        .containsExactly(
            new PodStep.Postpone(
                NOW.plusSeconds(10), "it is Failed again and is replaced after a delay"));
    assertThat(roll("f", settings, NOW.plusSeconds(10)).steps())
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
  void howManyMayBeNotReady(String written, int replicas, int expected) {
    IntOrString value = written == null ? null : intOrString(written);

    assertThat(RollSettings.maxUnavailable(value, replicas)).isEqualTo(expected);
  }

  private static IntOrString intOrString(String written) {
    return written.endsWith("%")
        ? new IntOrString(written)
        : new IntOrString(Integer.parseInt(written));
  }

  private static RollSettings settings(
      int max, int partition, boolean paused, Set<String> clients) {
    return new RollSettings(max, partition, paused, DEADLINE, GRACE, clients);
  }

  private static List<PodStep> decide(String live, RollSettings settings) {
    return roll(live, settings, NOW).steps();
  }

  private static PodRollout.Roll roll(String live, RollSettings settings, Instant now) {
    var letters = live.split(" ");
    var wanted = IntStream.range(0, letters.length).mapToObj(PodRolloutTest::wanted).toList();
    var pods = new HashMap<String, Pod>();
    for (int i = 0; i < letters.length; i++) {
      if (!letters[i].equals("-")) {
        pods.put(Names.pod("web", i), live(i, letters[i]));
      }
    }
    return PodRollout.decide(wanted, pods, settings, (pod, as) -> plan(pod), now);
  }

  private static PodRollout.Roll decide(
      List<Pod> wanted, Map<String, Pod> pods, RollSettings settings) {
    return PodRollout.decide(wanted, pods, settings, (pod, as) -> plan(pod), NOW);
  }

  private static UpdatePlan plan(Pod live) {
    return switch (live.getMetadata().getAnnotations().get("needs")) {
      case "'" -> UpdatePlan.Replace.because(List.of("spec.volumes[a]"));
      case "+" -> inPlace("main");
      case "*" -> inPlace("logs");
      case "~" -> inPlace();
      default -> new UpdatePlan.Nothing();
    };
  }

  private static UpdatePlan inPlace(String... images) {
    return new UpdatePlan.InPlace(
        new TreeSet<>(List.of(images)), new TreeSet<>(), new TreeSet<>(), images.length == 0);
  }

  private static Pod wanted(int ordinal) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(Names.pod("web", ordinal))
        .addToLabels(Names.SERVING_LABEL, "true")
        .withAnnotations(Map.of(Names.TEMPLATE_HASH, "new"))
        .endMetadata()
        .build();
  }

  private static Pod live(int ordinal, String letters) {
    var state = letters.charAt(0);
    var builder =
        new PodBuilder(wanted(ordinal))
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
      case 'f' -> builder.editMetadata().addToAnnotations(RestartDelay.ATTEMPT, "1").endMetadata();
      case 'u' ->
          builder
              .editMetadata()
              .addToAnnotations(
                  InPlaceUpdate.ANNOTATION,
                  "{\"at\":\"%s\",\"before\":{\"main\":{\"id\":\"containerd://1\",\"form\":\"old\"}}}"
                      .formatted(STARTED))
              .endMetadata();
      case 'd', 'D', 'A', 'g' ->
          builder
              .editMetadata()
              .withLabels(Map.of())
              .addToAnnotations(CarriedOver.DRAINED_AT, drainedAt(state).toString())
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
      default -> NOW.minus(GRACE);
    };
  }

  private static Pod resizing(String reason) {
    return new PodBuilder(live(0, "R"))
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

  private static String words(List<PodStep> steps) {
    return steps.stream()
        .map(step -> step.getClass().getSimpleName().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(" "));
  }
}
