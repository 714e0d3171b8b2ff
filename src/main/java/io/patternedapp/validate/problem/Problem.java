package io.patternedapp.validate.problem;

/**
 * Something wrong with an app.
 *
 * @param path the JSON path of the field, such as {@code spec.sidecars[0].ports[1].containerPort}
 * @param severity how bad it is
 * @param reason a stable CamelCase word for machines, such as {@code PortClash}
 * @param message what is wrong and how to mend it, for a person
 */
public record Problem(String path, Severity severity, String reason, String message) {

  /** A problem that keeps the app from being applied. */
  public static Problem error(String path, String reason, String message) {
    return new Problem(path, Severity.ERROR, reason, message);
  }

  /** A problem that does not. */
  public static Problem warning(String path, String reason, String message) {
    return new Problem(path, Severity.WARNING, reason, message);
  }

  /** Whether it keeps the app from being applied. */
  public boolean isError() {
    return severity == Severity.ERROR;
  }

  @Override
  public String toString() {
    return path + ": " + message;
  }
}
