package io.patternedapp.validate.metadata;

import io.patternedapp.api.PatternedApp;
import io.patternedapp.validate.check.Check;
import io.patternedapp.validate.format.NameFormat;
import io.patternedapp.validate.problem.Problem;
import java.util.stream.Stream;

/** The app's name: its children carry it, some with a suffix. */
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
            ? "the app has no name: add metadata.name"
            : ("\"%s\" cannot name an app, whose children carry its name: use at most %d lower-case"
                    + " letters, digits and hyphens, beginning with a letter and not ending with a"
                    + " hyphen")
                .formatted(name, MAX_LENGTH);
    return Stream.of(Problem.error("metadata.name", "AppNameInvalid", message));
  }
}
