package io.patternedapp.cli.input;

import io.patternedapp.api.PatternedApp;
import io.patternedapp.cli.report.Diagnostic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An app from a file.
 *
 * @param app the app; null when its schema has errors
 * @param diagnostics all that is to tell about it, as it comes in the file
 */
public record LoadedApp(@Nullable PatternedApp app, List<Diagnostic> diagnostics) {

  public boolean hasErrors() {
    return app == null || diagnostics.stream().anyMatch(Diagnostic::isError);
  }
}
