package io.patternedapp.status.input;

import io.patternedapp.api.PatternedApp;
import io.patternedapp.model.result.ApplySummary;
import io.patternedapp.validate.problem.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that the status of an app is made from.
 *
 * @param app the app with the status it has now
 * @param problems what the validation found
 * @param applySummary what applying gave; null when the spec has errors and the children were left
 *     alone
 * @param observed the children as they are
 */
public record StatusInput(
    PatternedApp app,
    List<Problem> problems,
    @Nullable ApplySummary applySummary,
    ObservedState observed) {

  public StatusInput {
    problems = List.copyOf(problems);
  }

  /** The problems that keep the app from being applied. */
  public List<Problem> errors() {
    return problems.stream().filter(Problem::isError).toList();
  }
}
