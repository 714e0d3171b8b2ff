package io.patternedapp.apply;

import io.patternedapp.model.condition.Reason;
import io.patternedapp.model.result.ApplySummary;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The result of applying an app's children. */
public sealed interface ApplyResult {

  /** Nothing was applied because the spec is invalid; running children stay as they are. */
  record Skipped() implements ApplyResult {}

  /**
   * The children were applied.
   *
   * @param summary the input of the status
   * @param changes what was written
   * @param requeueAfter when to reconcile again although no event arrives; empty when events
   *     suffice
   */
  record Done(ApplySummary summary, List<ChildChange> changes, Optional<Duration> requeueAfter)
      implements ApplyResult {

    public Done {
      changes = List.copyOf(changes);
    }

    /** Returns the reason of the first child that could not be brought in sync. */
    public Optional<Reason> firstProblem() {
      return summary.problems().stream().map(problem -> problem.reason()).findFirst();
    }
  }
}
