package io.patternedapp.status.input;

import io.patternedapp.api.PatternedApp;
import io.patternedapp.model.result.ApplySummary;
import io.patternedapp.validate.problem.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the status of an app is generated from.
 *
 * @param app the app with its current status
 * @param problems validation problems
 * @param applySummary the result of the apply; null if it was skipped because the spec has errors
 * @param observed the observed children
 */
public record StatusInput(
    PatternedApp app,
    List<Problem> problems,
    @Nullable ApplySummary applySummary,
    ObservedState observed) {

  public StatusInput {
    problems = List.copyOf(problems);
  }

  /** Returns the validation problems that prevent the apply. */
  public List<Problem> errors() {
    return problems.stream().filter(Problem::isError).toList();
  }
}
