package io.patternedapp.cli.controlplane.binaries;

/**
 * Thrown when kube-apiserver and etcd cannot be found or installed. The message has several lines:
 * each source with the reason of its failure, then the remedies.
 */
public sealed class ControlPlaneUnavailableException extends RuntimeException
    permits ControlPlaneMisconfiguredException {

  private static final long serialVersionUID = 1L;

  ControlPlaneUnavailableException(String message) {
    super(message);
  }
}
