package io.patternedapp.apply;

import io.patternedapp.model.condition.Reason;
import io.patternedapp.model.result.ApplySummary;
import io.patternedapp.model.result.ChildProblem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The result of applying an app's children. */
public sealed interface ApplyResult {

  /** Returns the input of the status; null when nothing was applied. */
  @Nullable ApplySummary summary();

  /** Returns what was written. */
  List<ChildChange> changes();

  /** Returns when to reconcile again although no event arrives; empty when events suffice. */
  Optional<Duration> requeueAfter();

  /** Returns the reason of the first child that could not be brought in sync. */
  Optional<Reason> firstProblem();

  /** Nothing was applied because the spec is invalid; running children stay as they are. */
  record Skipped() implements ApplyResult {

    @Override
    public @Nullable ApplySummary summary() {
      return null;
    }

    @Override
    public List<ChildChange> changes() {
      return List.of();
    }

    @Override
    public Optional<Duration> requeueAfter() {
      return Optional.empty();
    }

    @Override
    public Optional<Reason> firstProblem() {
      return Optional.empty();
    }
  }

  /**
   * The children were applied.
   *
   * @param summary the input of the status
   * @param changes what was written
   * @param requeueAfter when to reconcile again although no event arrives
   */
  record Done(ApplySummary summary, List<ChildChange> changes, Optional<Duration> requeueAfter)
      implements ApplyResult {

    public Done {
      changes = List.copyOf(changes);
    }

    @Override
    public Optional<Reason> firstProblem() {
      return summary.problems().stream().map(ChildProblem::reason).findFirst();
    }
  }
}
