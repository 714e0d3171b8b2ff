package io.patternedapp.validate.check;

import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.validate.problem.Problem;
import io.patternedapp.validate.problem.Problems;
import java.util.stream.Stream;

/** A validation rule that reads only the spec. */
@FunctionalInterface
public interface SpecCheck extends Check {

  /** Adds the problems of the spec. */
  void check(PatternedAppSpec spec, Problems problems);

  @Override
  default Stream<Problem> check(PatternedApp app) {
    var problems = new Problems();
    check(app.getSpec(), problems);
    return problems.stream();
  }
}
