package io.patternedapp.api.container;

import io.patternedapp.api.workload.WorkloadKind;

/** A helper beside main: logs, monitoring, configuration. A native sidecar by default. */
public class Sidecar extends Helper {

  private static final long serialVersionUID = 1L;

  @Override
  protected HelperMode defaultMode(WorkloadKind kind) {
    return HelperMode.Native;
  }
}
