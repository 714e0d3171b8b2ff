package io.patternedapp.api.workload;

/** What runs the Pods of an app. */
public enum WorkloadKind {
  /** The operator itself owns the Pods. */
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

  /** Whether the Pods run to their end rather than for ever. */
  public boolean runsToCompletion() {
    return this == Job || this == CronJob;
  }

  /** Whether the app says how many Pods run. */
  public boolean hasReplicas() {
    return this == Pod || this == Deployment || this == StatefulSet;
  }

  /**
   * Whether an object of that kind runs the Pods of an app, or is one.
   *
   * @param kind a kind of Kubernetes, such as {@code Deployment}
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
