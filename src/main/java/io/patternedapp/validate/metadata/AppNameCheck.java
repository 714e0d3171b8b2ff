package io.patternedapp.validate.metadata;

import io.patternedapp.api.PatternedApp;
import io.patternedapp.validate.check.Check;
import io.patternedapp.validate.format.NameFormat;
import io.patternedapp.validate.problem.Problem;
import java.util.stream.Stream;

/** Checks the app's name, which child objects use too, some with a suffix. */
public final class AppNameCheck implements Check {

  static final int MAX_LENGTH = 52;

  @Override
  public Stream<Problem> check(PatternedApp app) {
    var name = app.getMetadata() == null ? null : app.getMetadata().getName();
    if (NameFormat.DNS_1035.accepts(name) && name.length() <= MAX_LENGTH) {
      return Stream.empty();
    }
    var message =
        name == null || name.isEmpty()
            ? "Required value: set the name of the app"
            : ("Invalid value \"%s\": an app name, which its child objects share, must consist of"
                    + " at most %d lowercase letters, digits or '-', start with a letter, and not"
                    + " end with '-'")
                .formatted(name, MAX_LENGTH);
    return Stream.of(Problem.error("metadata.name", "AppNameInvalid", message));
  }
}
