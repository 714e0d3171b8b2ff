package io.patternedapp.cli;

/** An input that cannot be read: wrong usage, told in one line. */
final class UnreadableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnreadableException(String message) {
    super(message);
  }
}
