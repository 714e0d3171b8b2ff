package io.patternedapp.cli.report;

import io.patternedapp.cli.yaml.Position;
import io.patternedapp.validate.problem.Problem;
import org.jspecify.annotations.Nullable;

/**
 * One thing to tell about a file.
 *
 * @param file what the file is called
 * @param position where in it; null where it is about the file as a whole
 * @param app namespace and name of the app, as far as they are written; empty where it is about
 *     none
 * @param path the JSON path of the field; empty where it is about none
 * @param level how much it matters
 * @param reason a stable CamelCase word for machines
 * @param message what is wrong and how to mend it
 */
public record Diagnostic(
    String file,
    @Nullable Position position,
    String app,
    String path,
    DiagnosticLevel level,
    String reason,
    String message) {

  /** About a file, or a place in it, rather than a field of an app. */
  public static Diagnostic ofFile(
      String file,
      @Nullable Position position,
      DiagnosticLevel level,
      String reason,
      String message) {
    return new Diagnostic(file, position, "", "", level, reason, message);
  }

  /** About a field of an app. */
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

  /** Whether it is an error. */
  public boolean isError() {
    return level == DiagnosticLevel.ERROR;
  }
}
