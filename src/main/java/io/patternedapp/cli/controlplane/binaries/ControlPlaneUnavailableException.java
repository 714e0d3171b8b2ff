package io.patternedapp.cli.controlplane.binaries;

/**
 * There is no kube-apiserver and etcd to run. The message, of several lines, lists each source that
 * was tried, why it failed, and how to mend it.
 */
public sealed class ControlPlaneUnavailableException extends RuntimeException
    permits ControlPlaneMisconfiguredException {

  private static final long serialVersionUID = 1L;

  ControlPlaneUnavailableException(String message) {
    super(message);
  }
}
