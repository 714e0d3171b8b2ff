package io.patternedapp.cli.controlplane.binaries;

/**
 * Thrown when an environment variable that selects the source of kube-apiserver and etcd is
 * invalid. The message names the variable and the problem. No other source was tried.
 */
public final class ControlPlaneMisconfiguredException extends ControlPlaneUnavailableException {

  private static final long serialVersionUID = 1L;

  ControlPlaneMisconfiguredException(String message) {
    super(message);
  }
}
