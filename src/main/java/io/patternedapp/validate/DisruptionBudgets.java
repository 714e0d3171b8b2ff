package io.patternedapp.validate;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.patternedapp.api.DisruptionBudget;
import io.patternedapp.api.PatternedAppSpec;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A disruption budget says one thing, about Pods that it can count, and lets some of them go. */
final class DisruptionBudgets implements SpecCheck {

  private static final String PATH = "spec.disruptionBudget";
  private static final String INVALID = "DisruptionBudgetInvalid";

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var budget = spec.disruptionBudget();
    if (budget == null) {
      return;
    }
    problems.errorIf(
        (budget.minAvailable() == null) == (budget.maxUnavailable() == null),
        PATH,
        INVALID,
        "a disruptionBudget has either minAvailable or maxUnavailable: write one of them");
    problems.errorIf(
        !spec.kind().hasReplicas(),
        PATH,
        INVALID,
        "a disruptionBudget counts replicas, which a %s does not have: remove it",
        spec.kind());
    Counts.check(budget.minAvailable(), PATH + ".minAvailable", problems);
    Counts.check(budget.maxUnavailable(), PATH + ".maxUnavailable", problems);
    problems.warningIf(
        letsNoneGo(budget, spec.replicaCount()),
        PATH,
        "DisruptionBudgetTooTight",
        "with %d replicas it lets no Pod go: no node could be drained, and a roll that replaces Pods"
            + " would wait for ever",
        spec.replicaCount());
  }

  private static boolean letsNoneGo(DisruptionBudget budget, int replicas) {
    return Counts.isZero(budget.maxUnavailable()) || isAll(budget.minAvailable(), replicas);
  }

  private static boolean isAll(@Nullable IntOrString least, int replicas) {
    return least != null
        && Counts.isCount(least)
        && replicas > 0
        && (least.getIntVal() != null
            ? least.getIntVal() >= replicas
            : Objects.equals(least.getStrVal(), "100%"));
  }
}
