package io.patternedapp.operator;

/**
 * Makes JOSDK retry a reconcile that could not apply all children. The app's status has the
 * reasons, so the exception carries no stack trace.
 */
final class NotAppliedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NotAppliedException(String message) {
    super(message, null, false, false);
  }
}
