package io.patternedapp.status;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether it will not get better by waiting; absent when it may. */
final class StalledCondition {

  private StalledCondition() {}

  static Optional<Verdict> of(Verdict accepted, @Nullable Applied applied, Verdict ready) {
    if (accepted.isFalse()) {
      return Optional.of(Verdict.yes(accepted.reason(), "the spec has to be mended: see Accepted"));
    }
    if (ready.isFalse() && ready.reason() == Reason.JobFailed) {
      return Optional.of(Verdict.yes(Reason.JobFailed, "the Job does not try again: see Ready"));
    }
    if (applied != null && applied.halt() != null && applied.halt().isLasting()) {
      return Optional.of(Verdict.yes(applied.halt().reason(), applied.halt().message()));
    }
    return applied == null
        ? Optional.empty()
        : applied.problems().stream()
            .filter(ChildProblem::isLasting)
            .findFirst()
            .map(
                p ->
                    Verdict.yes(
                        p.reason(), "%s has to be mended: see Applied".formatted(p.child())));
  }
}
