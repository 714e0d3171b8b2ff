package io.patternedapp.operator;

/** The API server cannot run this operator; the message says why and what to do. */
public final class UnsupportedServerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnsupportedServerException(String message) {
    super(message);
  }
}
