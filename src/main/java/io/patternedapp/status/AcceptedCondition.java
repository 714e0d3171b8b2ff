package io.patternedapp.status;

import io.patternedapp.validate.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** Whether the spec is valid. */
final class AcceptedCondition {

  static final String INVALID_SPEC = "InvalidSpec";

  private AcceptedCondition() {}

  static Verdict of(List<Problem> errors) {
    return errors.isEmpty()
        ? Verdict.yes("Valid", "the spec is valid")
        : Verdict.no(
            INVALID_SPEC, errors.stream().map(Problem::toString).collect(Collectors.joining("\n")));
  }
}
