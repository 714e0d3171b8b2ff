package io.patternedapp.operator.health;

/** The port for health and metrics is taken, or not allowed; the message says what to do. */
public final class PortUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  PortUnavailableException(int port, Throwable cause) {
    super(
        "port %d cannot be had for health and metrics (%s): --port takes another one, 0 none"
            .formatted(port, cause.getMessage()),
        cause);
  }
}
