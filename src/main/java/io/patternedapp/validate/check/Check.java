package io.patternedapp.validate.check;

import io.patternedapp.api.PatternedApp;
import io.patternedapp.validate.problem.Problem;
import java.util.stream.Stream;

/** One rule of the validation. Pure: the same app gives the same problems. */
@FunctionalInterface
public interface Check {

  /** All problems of that rule in an app that passed the schema of the CRD. */
  Stream<Problem> check(PatternedApp app);
}
