package io.patternedapp.status.condition;

import io.patternedapp.model.condition.ConditionState;
import io.patternedapp.model.condition.Reason;
import io.patternedapp.model.result.ApplySummary;
import io.patternedapp.model.result.ChildProblem;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Evaluates the Stalled condition: True if a user must act, absent if the operator retries. */
public final class StalledCondition {

  private StalledCondition() {}

  public static Optional<ConditionState> evaluate(
      ConditionState accepted, @Nullable ApplySummary applySummary, ConditionState ready) {
    if (accepted.isFalse()) {
      return Optional.of(
          ConditionState.ofTrue(
              accepted.reason(), "the spec must be fixed: see condition Accepted"));
    }
    if (ready.isFalse() && ready.reason() == Reason.JobFailed) {
      return Optional.of(
          ConditionState.ofTrue(
              Reason.JobFailed, "the Job failed and does not retry: see condition Ready"));
    }
    if (applySummary != null
        && applySummary.rolloutBlocker() != null
        && applySummary.rolloutBlocker().isPermanent()) {
      return Optional.of(
          ConditionState.ofTrue(
              applySummary.rolloutBlocker().reason(), applySummary.rolloutBlocker().message()));
    }
    return applySummary == null
        ? Optional.empty()
        : applySummary.problems().stream()
            .filter(ChildProblem::isPermanent)
            .findFirst()
            .map(
                p ->
                    ConditionState.ofTrue(
                        p.reason(),
                        "%s must be fixed: see condition Applied".formatted(p.child())));
  }
}
