package io.patternedapp.cli.controlplane.binaries;

/**
 * An environment variable that says where kube-apiserver and etcd come from is wrong. The message
 * says which, and what is wrong with it; no other source was tried.
 */
public final class ControlPlaneMisconfiguredException extends ControlPlaneUnavailableException {

  private static final long serialVersionUID = 1L;

  ControlPlaneMisconfiguredException(String message) {
    super(message);
  }
}
