package io.patternedapp.status.condition;

import io.patternedapp.model.condition.ConditionState;
import io.patternedapp.model.condition.Reason;
import io.patternedapp.validate.problem.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** Evaluates the Accepted condition: True if the spec is valid, otherwise False with all errors. */
public final class AcceptedCondition {

  private AcceptedCondition() {}

  public static ConditionState evaluate(List<Problem> errors) {
    return errors.isEmpty()
        ? ConditionState.ofTrue(Reason.Valid, "the spec is valid")
        : ConditionState.ofFalse(
            Reason.InvalidSpec,
            errors.stream().map(Problem::toString).collect(Collectors.joining("\n")));
  }
}
