package io.patternedapp.api.workload;

/** How the Pods of a StatefulSet are created. */
public enum PodManagementPolicy {
  OrderedReady,
  Parallel
}
