package io.patternedapp.api.workload;

/** When to replace a failing Pod of a Job. */
public enum PodReplacementPolicy {
  TerminatingOrFailed,
  Failed
}
