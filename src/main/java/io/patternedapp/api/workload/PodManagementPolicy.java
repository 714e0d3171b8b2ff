package io.patternedapp.api.workload;

/** In which order the Pods of a StatefulSet start. */
public enum PodManagementPolicy {
  OrderedReady,
  Parallel
}
