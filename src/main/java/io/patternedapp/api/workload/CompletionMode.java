package io.patternedapp.api.workload;

/** How completions of a Job are counted. */
public enum CompletionMode {
  NonIndexed,
  Indexed
}
