package io.patternedapp.api;

/** What runs the Pods of an app. */
public enum WorkloadKind {
  /** The operator itself owns the Pods. */
  Pod,
  /** An apps/v1 Deployment. */
  Deployment
}
