package io.patternedapp.cli;

import io.patternedapp.cli.report.Diagnostic;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a file holds.
 *
 * @param name what it is called in messages
 * @param apps the apps in it, in their order
 * @param notes what is to tell about the file itself and the documents that are no apps
 */
record LoadedFile(String name, List<LoadedApp> apps, List<Diagnostic> notes) {

  /** All that is to tell about it. */
  List<Diagnostic> diagnostics() {
    return Stream.concat(notes.stream(), apps.stream().flatMap(app -> app.diagnostics().stream()))
        .toList();
  }

  /** Whether all its apps are without problems, and there is one. */
  boolean isFine() {
    return !apps.isEmpty()
        && !hasErrors()
        && apps.stream().allMatch(app -> app.diagnostics().isEmpty());
  }

  boolean hasErrors() {
    return diagnostics().stream().anyMatch(Diagnostic::isError);
  }
}
