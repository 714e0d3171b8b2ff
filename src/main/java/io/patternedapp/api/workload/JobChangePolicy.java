package io.patternedapp.api.workload;

/** Effect of a change that requires a new Job. */
public enum JobChangePolicy {
  /** The Job remains unchanged, and the status reports the difference. */
  Keep,
  /** The operator deletes the Job with its Pods and creates a new one. */
  Replace
}
