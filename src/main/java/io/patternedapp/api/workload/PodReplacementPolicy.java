package io.patternedapp.api.workload;

/** When a failing Pod of a Job is replaced. */
public enum PodReplacementPolicy {
  TerminatingOrFailed,
  Failed
}
