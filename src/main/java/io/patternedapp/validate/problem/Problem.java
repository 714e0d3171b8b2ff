package io.patternedapp.validate.problem;

/**
 * A problem of an app that the validation found.
 *
 * @param path the JSON path of the field, such as {@code spec.sidecars[0].ports[1].containerPort}
 * @param severity whether the operator still applies the app
 * @param reason a stable CamelCase identifier for programs, such as {@code PortClash}
 * @param message what is wrong and how to fix it, for users
 */
public record Problem(String path, Severity severity, String reason, String message) {

  /** Creates an error: the operator does not apply the app. */
  public static Problem error(String path, String reason, String message) {
    return new Problem(path, Severity.ERROR, reason, message);
  }

  /** Creates a warning: the operator applies the app. */
  public static Problem warning(String path, String reason, String message) {
    return new Problem(path, Severity.WARNING, reason, message);
  }

  /** Returns whether the problem prevents the operator from applying the app. */
  public boolean isError() {
    return severity == Severity.ERROR;
  }

  @Override
  public String toString() {
    return path + ": " + message;
  }
}
