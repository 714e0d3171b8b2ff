package io.patternedapp.cli.input;

/** Reports an input file that cannot be read, in one line; the exit code is 2. */
public final class InputException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  InputException(String message) {
    super(message);
  }
}
