package io.patternedapp.api.workload;

/** Kind of the workload that runs the Pods of an app. */
public enum WorkloadKind {
  /** No workload object: the operator manages the Pods. */
  Pod,
  /** An apps/v1 Deployment. */
  Deployment,
  /** An apps/v1 StatefulSet. */
  StatefulSet,
  /** An apps/v1 DaemonSet. */
  DaemonSet,
  /** A batch/v1 Job. */
  Job,
  /** A batch/v1 CronJob. */
  CronJob;

  /** Returns whether the Pods run to completion. */
  public boolean runsToCompletion() {
    return this == Job || this == CronJob;
  }

  /** Returns whether {@code spec.replicas} determines the number of Pods. */
  public boolean hasReplicas() {
    return this == Pod || this == Deployment || this == StatefulSet;
  }

  /**
   * Returns whether a Kubernetes kind, for example {@code Deployment}, is a kind of workload.
   *
   * @param kind name of the Kubernetes kind
   */
  public static boolean includes(String kind) {
    for (var each : values()) {
      if (each.name().equals(kind)) {
        return true;
      }
    }
    return false;
  }
}
