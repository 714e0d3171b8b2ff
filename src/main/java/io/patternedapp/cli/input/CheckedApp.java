package io.patternedapp.cli.input;

import io.patternedapp.api.PatternedApp;
import io.patternedapp.cli.report.Diagnostic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An app from a manifest.
 *
 * @param app the app; null if the document does not conform to the schema
 * @param diagnostics the diagnostics about the app, in the order of their positions
 */
public record CheckedApp(@Nullable PatternedApp app, List<Diagnostic> diagnostics) {

  public boolean hasErrors() {
    return app == null || diagnostics.stream().anyMatch(Diagnostic::isError);
  }
}
