package io.patternedapp.api;

/** When a failing Pod of a Job is replaced. */
public enum PodReplacementPolicy {
  TerminatingOrFailed,
  Failed
}
