package io.patternedapp.api.workload;

/** What becomes of a Job when the app changes in a way that needs a new one. */
public enum JobChangePolicy {
  /** It stays as it is, and the status says what to do. */
  Keep,
  /** It is deleted with its Pods, and made anew. */
  Replace
}
