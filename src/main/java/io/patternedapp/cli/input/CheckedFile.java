package io.patternedapp.cli.input;

import io.patternedapp.cli.report.Diagnostic;
import java.util.List;
import java.util.stream.Stream;

/**
 * A manifest file with its apps.
 *
 * @param name the display name in messages
 * @param apps the apps, in the order of the file
 * @param fileDiagnostics the diagnostics about the file itself and about documents of other kinds
 */
public record CheckedFile(String name, List<CheckedApp> apps, List<Diagnostic> fileDiagnostics) {

  /** Returns the diagnostics about the file and all its apps. */
  public List<Diagnostic> diagnostics() {
    return Stream.concat(
            fileDiagnostics.stream(), apps.stream().flatMap(app -> app.diagnostics().stream()))
        .toList();
  }

  /** Whether the file contains apps and none of them has errors or warnings. */
  public boolean isValid() {
    return !apps.isEmpty()
        && !hasErrors()
        && apps.stream().allMatch(app -> app.diagnostics().isEmpty());
  }

  boolean hasErrors() {
    return diagnostics().stream().anyMatch(Diagnostic::isError);
  }
}
