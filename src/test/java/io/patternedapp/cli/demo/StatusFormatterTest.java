package io.patternedapp.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.patternedapp.api.PatternedAppStatus;
import io.patternedapp.api.status.Summary;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StatusFormatterTest {

  private static final int WIDTH = 60;

  @Test
  void statusTextShowsConditionsWarningsAndColumns() {
    var status =
        status(
            List.of(
                condition("Accepted", "True", "Valid", "The spec is valid"),
                condition("Applied", "True", "InSync", "all children are in sync"),
                condition(
                    "Ready",
                    "False",
                    "Unschedulable",
                    "Pod web cannot be scheduled: no node is available")),
            List.of("spec.main.image: nginx has no tag, so that what runs may change"),
            new Summary("0/2", "Unschedulable", "Pod", "1 ambassador", "80:30080"));

    assertThat(format(status))
        .isEqualTo(
            """
            Accepted  True   Valid
            Applied   True   InSync
            Ready     False  Unschedulable
              - Pod web cannot be scheduled: no node is available
            Warnings
              - spec.main.image: nginx has no tag, so that what runs may
                change
            READY  STATUS         WORKLOAD  ROLES         NODEPORTS
            0/2    Unschedulable  Pod       1 ambassador  80:30080
            """);
  }

  @Test
  void statusTextShowsEachProblemOnceOnItsOwnLine() {
    var status =
        status(
            List.of(
                condition("Accepted", "False", "InvalidSpec", "spec.a: wrong\nspec.b: wrong"),
                condition("Applied", "False", "InvalidSpec", "not applied"),
                condition("Ready", "False", "InvalidSpec", "not applied")),
            List.of(),
            null);

    assertThat(format(status))
        .isEqualTo(
            """
            Accepted  False  InvalidSpec
              - spec.a: wrong
              - spec.b: wrong
            Applied   False  InvalidSpec
              - not applied
            Ready     False  InvalidSpec
            """);
  }

  @Test
  void statusTextShowsADashForEmptyColumns() {
    var status = status(List.of(), List.of(), new Summary("0/1", null, "Pod", null, null));

    assertThat(format(status))
        .isEqualTo(
            """
            READY  STATUS  WORKLOAD  ROLES  NODEPORTS
            0/1    -       Pod       -      -
            """);
  }

  @Test
  void statusTextOfAnUnreconciledAppSaysThatNothingWasReported() {
    assertThat(StatusFormatter.format(null, WIDTH))
        .containsExactly("The operator has not reported a status yet.");
  }

  private static String format(PatternedAppStatus status) {
    return String.join("\n", StatusFormatter.format(status, WIDTH)) + "\n";
  }

  private static PatternedAppStatus status(
      List<Condition> conditions, List<String> warnings, @Nullable Summary summary) {
    return new PatternedAppStatus(
        1L, 1, 0, "", conditions, warnings, summary, List.of(), null, null);
  }

  private static Condition condition(String type, String status, String reason, String message) {
    return new ConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason(reason)
        .withMessage(message)
        .build();
  }
}
