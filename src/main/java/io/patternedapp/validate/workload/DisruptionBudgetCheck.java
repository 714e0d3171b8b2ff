package io.patternedapp.validate.workload;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.workload.DisruptionBudget;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.problem.Problems;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Checks the disruption budget: it has exactly one field, the workload has replicas, and evictions
 * are possible.
 */
public final class DisruptionBudgetCheck implements SpecCheck {

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
        "exactly one of minAvailable and maxUnavailable is required: set one of them");
    problems.errorIf(
        !spec.workloadKind().hasReplicas(),
        PATH,
        INVALID,
        "Forbidden: a disruptionBudget counts replicas, which a %s does not have; remove it",
        spec.workloadKind());
    IntOrPercent.check(budget.minAvailable(), PATH + ".minAvailable", problems);
    IntOrPercent.check(budget.maxUnavailable(), PATH + ".maxUnavailable", problems);
    problems.warningIf(
        allowsNoEviction(budget, spec.replicaCount()),
        PATH,
        "DisruptionBudgetTooTight",
        "with %d replicas, the budget allows no eviction, so nodes cannot be drained and a"
            + " rollout that replaces Pods never completes: allow at least one unavailable Pod",
        spec.replicaCount());
  }

  private static boolean allowsNoEviction(DisruptionBudget budget, int replicas) {
    return IntOrPercent.isZero(budget.maxUnavailable())
        || requiresAllReplicas(budget.minAvailable(), replicas);
  }

  private static boolean requiresAllReplicas(@Nullable IntOrString minAvailable, int replicas) {
    return minAvailable != null
        && IntOrPercent.isValid(minAvailable)
        && replicas > 0
        && (minAvailable.getIntVal() != null
            ? minAvailable.getIntVal() >= replicas
            : Objects.equals(minAvailable.getStrVal(), "100%"));
  }
}
