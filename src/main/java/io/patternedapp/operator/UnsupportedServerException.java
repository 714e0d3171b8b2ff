package io.patternedapp.operator;

/** Thrown when the API server does not support the operator; the message shows a remedy. */
public final class UnsupportedServerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnsupportedServerException(String message) {
    super(message);
  }
}
