package io.patternedapp.cli.report;

import io.patternedapp.cli.yaml.Position;
import io.patternedapp.validate.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * An error, warning or note about a manifest.
 *
 * @param file the display name of the file
 * @param position the position in the file; null if the diagnostic is about the whole file
 * @param app the namespace and name of the app, as far as they are set; empty if the diagnostic is
 *     not about an app
 * @param path the JSON path of the field; empty if the diagnostic is not about a field
 * @param level the severity
 * @param reason a stable CamelCase identifier for machines
 * @param message the problem and how to fix it
 */
public record Diagnostic(
    String file,
    @Nullable Position position,
    String app,
    String path,
    DiagnosticLevel level,
    String reason,
    String message) {

  /** Creates a diagnostic about a file, or a position in it. */
  public static Diagnostic ofFile(
      String file,
      @Nullable Position position,
      DiagnosticLevel level,
      String reason,
      String message) {
    return new Diagnostic(file, position, "", "", level, reason, message);
  }

  /** Creates a diagnostic about a field of an app. */
  public static Diagnostic ofApp(String file, Position position, String app, Problem problem) {
    return new Diagnostic(
        file,
        position,
        app,
        problem.path(),
        problem.isError() ? DiagnosticLevel.ERROR : DiagnosticLevel.WARNING,
        problem.reason(),
        problem.message());
  }

  public boolean isError() {
    return level == DiagnosticLevel.ERROR;
  }
}
