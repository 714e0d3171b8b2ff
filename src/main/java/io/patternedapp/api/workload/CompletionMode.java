package io.patternedapp.api.workload;

/** Whether each Pod of a Job has an index of its own. */
public enum CompletionMode {
  NonIndexed,
  Indexed
}
