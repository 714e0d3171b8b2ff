package io.patternedapp.operator;

/**
 * Something of an app could not be applied. The status says what; this only makes the SDK try again
 * later, so it carries no stack trace.
 */
final class NotAppliedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NotAppliedException(String message) {
    super(message, null, false, false);
  }
}
