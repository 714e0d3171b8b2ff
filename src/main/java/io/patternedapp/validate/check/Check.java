package io.patternedapp.validate.check;

import io.patternedapp.api.PatternedApp;
import io.patternedapp.validate.problem.Problem;
import java.util.stream.Stream;

/** A validation rule. Pure: the same app gives the same problems. */
@FunctionalInterface
public interface Check {

  /** Returns the problems of an app that conforms to the schema of the CRD. */
  Stream<Problem> check(PatternedApp app);
}
