package io.patternedapp.status.condition;

import io.patternedapp.model.condition.ConditionState;
import io.patternedapp.model.condition.Reason;
import io.patternedapp.model.result.ApplySummary;
import io.patternedapp.model.result.ChildProblem;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether it will not get better by waiting; absent when it may. */
public final class StalledCondition {

  private StalledCondition() {}

  public static Optional<ConditionState> evaluate(
      ConditionState accepted, @Nullable ApplySummary applySummary, ConditionState ready) {
    if (accepted.isFalse()) {
      return Optional.of(
          ConditionState.ofTrue(accepted.reason(), "the spec has to be mended: see Accepted"));
    }
    if (ready.isFalse() && ready.reason() == Reason.JobFailed) {
      return Optional.of(
          ConditionState.ofTrue(Reason.JobFailed, "the Job does not try again: see Ready"));
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
                        p.reason(), "%s has to be mended: see Applied".formatted(p.child())));
  }
}
