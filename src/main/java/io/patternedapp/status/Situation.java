package io.patternedapp.status;

import io.patternedapp.api.PatternedApp;
import io.patternedapp.validate.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that the status of an app is made from.
 *
 * @param app the app with the status it has now
 * @param problems what the validation found
 * @param applied what applying gave; null when the spec has errors and the children were left alone
 * @param observed the children as they are
 */
public record Situation(
    PatternedApp app, List<Problem> problems, @Nullable Applied applied, Observed observed) {

  public Situation {
    problems = List.copyOf(problems);
  }

  /** The problems that keep the app from being applied. */
  List<Problem> errors() {
    return problems.stream().filter(Problem::isError).toList();
  }
}
