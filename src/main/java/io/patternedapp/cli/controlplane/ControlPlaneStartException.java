package io.patternedapp.cli.controlplane;

import org.jspecify.annotations.Nullable;

/**
 * kube-apiserver or etcd did not start, or not in time. The message ends with the last lines of its
 * log. Nothing is left running.
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
