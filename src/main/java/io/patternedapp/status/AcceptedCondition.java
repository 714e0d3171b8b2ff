package io.patternedapp.status;

import io.patternedapp.validate.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** Whether the spec is valid. */
final class AcceptedCondition {

  private AcceptedCondition() {}

  static Verdict of(List<Problem> errors) {
    return errors.isEmpty()
        ? Verdict.yes(Reason.Valid, "the spec is valid")
        : Verdict.no(
            Reason.InvalidSpec,
            errors.stream().map(Problem::toString).collect(Collectors.joining("\n")));
  }
}
