package io.patternedapp.cli;

import io.patternedapp.api.PatternedApp;
import io.patternedapp.validate.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An app from a file.
 *
 * @param name its namespace and name, as far as they are written
 * @param app the app; null when its schema has errors
 * @param problems all that is wrong with it
 */
record LoadedApp(String name, @Nullable PatternedApp app, List<Problem> problems) {

  boolean hasErrors() {
    return problems.stream().anyMatch(Problem::isError);
  }
}
