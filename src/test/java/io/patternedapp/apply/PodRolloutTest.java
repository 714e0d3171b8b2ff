package io.patternedapp.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.patternedapp.expand.Names;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodRolloutTest {

  private static final Instant NOW = Instant.parse("2026-11-24T03:00:10Z");
  private static final Instant STARTED = NOW.minusSeconds(10);

  /**
   * A letter a replica. What is live: {@code R} Ready, {@code n} not Ready, {@code t} terminating,
   * {@code F} just failed once, {@code f} failed again, {@code S} succeeded, {@code -} missing;
   * followed by {@code '} when its template is an old one.
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
          one at a time                            | R' R' R'    | 1   | delete hold hold
          in order                                 | R R' R'     | 1   | keep delete hold
          two at a time                            | R' R' R'    | 2   | delete delete hold
          more than there are                      | R' R'       | 9   | delete delete
          while the new one is not Ready           | n R' R'     | 1   | keep hold hold
          while the new one is not Ready, of two   | n R' R'     | 2   | keep delete hold
          while one is missing                     | - R' R'     | 1   | create hold hold
          while one is terminating                 | t R' R'     | 1   | leave hold hold
          while an old one is terminating          | t' R' R'    | 1   | leave hold hold
          old and not Ready goes regardless        | R' n' n'    | 1   | hold delete delete
          old and not Ready goes before Ready ones | R' R' n'    | 1   | hold hold delete
          all old and not Ready                    | n' n' n'    | 1   | delete delete delete
          ended                                    | F R         | 1   | restart keep
          succeeded                                | S R         | 1   | restart keep
          ended soon again                         | f R         | 1   | postpone keep
          an ended one is unavailable              | F R'        | 1   | restart hold
          ended and old                            | F' R'       | 1   | restart hold
          ended soon again, but old                | f' R        | 1   | restart keep
          """)
  void decides(String what, String live, int max, String steps) {
    var letters = live.split(" ");
    var wanted = IntStream.range(0, letters.length).mapToObj(PodRolloutTest::wanted).toList();
    var pods = new HashMap<String, Pod>();
    for (int i = 0; i < letters.length; i++) {
      if (!letters[i].equals("-")) {
        pods.put(Names.pod("web", i), live(i, letters[i]));
      }
    }

    var decided = PodRollout.steps(wanted, pods, max, NOW);

    assertThat(decided.stream().map(PodRolloutTest::word).collect(Collectors.joining(" ")))
        .isEqualTo(steps);
  }

  @Test
  void podsThatAreNoLongerWantedGetNoStep() {
    var pods = Map.of("web", live(0, "R"), "web-1", live(1, "R"), "web-2", live(2, "n'"));

    assertThat(PodRollout.steps(List.of(wanted(0)), pods, 1, NOW))
        .containsExactly(new PodStep.Keep());
  }

  @Test
  void aSuccessorCarriesItsNumberAndThePodIsLeftAsItIs() {
    var wanted = wanted(0);

    var steps = PodRollout.steps(List.of(wanted), Map.of("web", live(0, "F")), 1, NOW);

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
    var steps = PodRollout.steps(List.of(wanted(0)), Map.of("web", live(0, "f'")), 1, NOW);

    assertThat(steps)
        .singleElement()
        .isInstanceOfSatisfying(
            PodStep.Restart.class,
            restart ->
                assertThat(restart.wanted().getMetadata().getAnnotations())
                    .doesNotContainKey(RestartDelay.ATTEMPT));
  }

  @Test
  void whatIsPostponedIsDueAfterTheDelay() {
    var steps = PodRollout.steps(List.of(wanted(0)), Map.of("web", live(0, "f")), 1, NOW);

    assertThat(steps)
        .containsExactly(
            new PodStep.Postpone(
                NOW.plusSeconds(10), "it is Failed again and is replaced after a delay"));
    var later = NOW.plusSeconds(10);
    assertThat(PodRollout.steps(List.of(wanted(0)), Map.of("web", live(0, "f")), 1, later))
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

    assertThat(PodRollout.maxUnavailable(value, replicas)).isEqualTo(expected);
  }

  private static IntOrString intOrString(String written) {
    return written.endsWith("%")
        ? new IntOrString(written)
        : new IntOrString(Integer.parseInt(written));
  }

  private static Pod wanted(int ordinal) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(Names.pod("web", ordinal))
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
            .addToAnnotations(Names.TEMPLATE_HASH, letters.endsWith("'") ? "old" : "new")
            .endMetadata()
            .withNewStatus()
            .withStartTime(STARTED.toString())
            .withPhase(phase(state))
            .addNewCondition()
            .withType("Ready")
            .withStatus(state == 'R' || state == 't' ? "True" : "False")
            .endCondition()
            .addNewContainerStatus()
            .withNewState()
            .withNewTerminated()
            .withFinishedAt(NOW.toString())
            .endTerminated()
            .endState()
            .endContainerStatus()
            .endStatus();
    if (state == 't') {
      builder.editMetadata().withDeletionTimestamp(NOW.toString()).endMetadata();
    }
    if (state == 'f') {
      builder.editMetadata().addToAnnotations(RestartDelay.ATTEMPT, "1").endMetadata();
    }
    return builder.build();
  }

  private static String phase(char state) {
    return switch (state) {
      case 'F', 'f' -> "Failed";
      case 'S' -> "Succeeded";
      default -> "Running";
    };
  }

  private static String word(PodStep step) {
    return step.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }
}
