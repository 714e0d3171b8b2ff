package io.patternedapp.cli.input;

import io.patternedapp.cli.report.Diagnostic;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a file holds.
 *
 * @param name what it is called in messages
 * @param apps the apps in it, in their order
 * @param fileDiagnostics what is to tell about the file itself and the documents that are no apps
 */
public record LoadedFile(String name, List<LoadedApp> apps, List<Diagnostic> fileDiagnostics) {

  /** All that is to tell about it. */
  public List<Diagnostic> diagnostics() {
    return Stream.concat(
            fileDiagnostics.stream(), apps.stream().flatMap(app -> app.diagnostics().stream()))
        .toList();
  }

  /** Whether all its apps are without problems, and there is one. */
  public boolean isValid() {
    return !apps.isEmpty()
        && !hasErrors()
        && apps.stream().allMatch(app -> app.diagnostics().isEmpty());
  }

  boolean hasErrors() {
    return diagnostics().stream().anyMatch(Diagnostic::isError);
  }
}
