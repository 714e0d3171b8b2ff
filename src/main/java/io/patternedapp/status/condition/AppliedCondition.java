package io.patternedapp.status.condition;

import io.patternedapp.api.PatternedApp;
import io.patternedapp.model.condition.ConditionState;
import io.patternedapp.model.condition.Reason;
import io.patternedapp.model.condition.Remediation;
import io.patternedapp.model.result.ApplySummary;
import io.patternedapp.model.result.ChildProblem;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the Applied condition: True if all children are in sync, otherwise False with the
 * message of the API server and the remediation for each problem.
 */
public final class AppliedCondition {

  private AppliedCondition() {}

  public static ConditionState evaluate(
      PatternedApp app, boolean valid, @Nullable ApplySummary applySummary) {
    if (!valid) {
      return ConditionState.ofFalse(
          Reason.InvalidSpec, "the spec is invalid: the children are unchanged");
    }
    if (applySummary == null) {
      return ConditionState.ofUnknown(Reason.Pending, "the children have not been reconciled yet");
    }
    if (applySummary.problems().isEmpty()) {
      return ConditionState.ofTrue(Reason.InSync, "all children are in sync");
    }
    return ConditionState.ofFalse(
        applySummary.problems().get(0).reason(),
        applySummary.problems().stream()
            .map(problem -> explain(app, problem))
            .collect(Collectors.joining("\n")));
  }

  static String explain(PatternedApp app, ChildProblem problem) {
    return problem.child()
        + ": "
        + Remediation.append(
            problem.message(), Remediation.forReason(app, problem.reason(), problem.child()));
  }
}
