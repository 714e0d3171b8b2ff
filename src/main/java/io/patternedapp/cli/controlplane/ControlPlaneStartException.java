package io.patternedapp.cli.controlplane;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when kube-apiserver or etcd does not start, or does not start in time. The message ends
 * with the last lines of the server's log. No server is left running.
 */
public final class ControlPlaneStartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ControlPlaneStartException(String message) {
    super(message);
  }

  ControlPlaneStartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
