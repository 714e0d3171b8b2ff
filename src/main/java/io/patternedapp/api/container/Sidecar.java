package io.patternedapp.api.container;

import io.patternedapp.api.workload.WorkloadKind;

/** A helper, for example for logs or configuration. By default it is a native sidecar. */
public class Sidecar extends Helper {

  private static final long serialVersionUID = 1L;

  @Override
  protected HelperMode defaultMode(WorkloadKind kind) {
    return HelperMode.Native;
  }
}
