package io.patternedapp.api;

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
}
