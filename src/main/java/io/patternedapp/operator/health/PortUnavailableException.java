package io.patternedapp.operator.health;

/** Thrown when the port for health and metrics cannot be bound; the message shows a remedy. */
public final class PortUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  PortUnavailableException(int port, Throwable cause) {
    super(
        ("cannot bind port %d for health and metrics: %s. Use --port to choose another port, or 0 to"
                + " disable it")
            .formatted(port, cause.getMessage()),
        cause);
  }
}
