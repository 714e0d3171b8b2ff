package io.patternedapp.cli.input;

/** An input that cannot be read: wrong usage, told in one line. */
public final class InputException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  InputException(String message) {
    super(message);
  }
}
