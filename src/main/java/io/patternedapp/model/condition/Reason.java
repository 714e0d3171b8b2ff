package io.patternedapp.model.condition;

/**
 * Reasons of the conditions of an app. The names appear in conditions and are stable, because
 * alerts depend on them. docs/reference/status.md describes the cause and the fix for each.
 */
public enum Reason {
  /** The spec is valid. */
  Valid,
  /** The spec has errors; the children are unchanged. */
  InvalidSpec,

  /** All children are in sync with the spec. */
  InSync,
  /** The children have not been reconciled yet. */
  Pending,
  /** An object with the name of a child exists and is not controlled by the app. */
  NameConflict,
  /** An object that must be deleted before a child can be created still exists. */
  PredecessorTerminating,
  /** The API server rejected the content of a child. */
  Invalid,
  /** RBAC or an admission plugin does not permit the request. */
  Forbidden,
  /** A ResourceQuota is exhausted. */
  QuotaExceeded,
  /** A ResourceQuota requires requests or limits that a container does not set. */
  QuotaRequiresResources,
  /** A LimitRange does not allow the resources of a container. */
  LimitRangeViolated,
  /** The Pods violate the Pod Security Standard of the namespace. */
  PodSecurity,
  /** An admission webhook denied the request. */
  WebhookDenied,
  /** An admission webhook did not respond. */
  WebhookFailed,
  /** A ValidatingAdmissionPolicy denied the request. */
  PolicyDenied,
  /** Another Service uses the node port. */
  NodePortTaken,
  /** No node port is free. */
  NodePortsExhausted,
  /** The namespace is being deleted. */
  NamespaceTerminating,
  /** The namespace, or an object that a child requires, does not exist. */
  NotFound,
  /** The API server rejected a child for another cause. */
  Rejected,
  /** More than one PodDisruptionBudget selects a Pod, so the API server cannot evict it. */
  SeveralDisruptionBudgets,
  /** The PodMonitor CRD is not installed. */
  PodMonitorCrdMissing,
  /** The change requires a new Job, and the app does not permit its replacement. */
  JobImmutable,
  /** The change requires a new StatefulSet. */
  StatefulSetImmutable,

  /** All replicas are ready on the current spec. */
  Ready,
  /** The app is starting or scaling, and no failure is known. */
  Progressing,
  /** A rollout of the Pods is in progress. */
  Updating,
  /** The app pauses the rollout of its Pods. */
  Paused,
  /** Main is not ready. */
  MainNotReady,
  /** An init container has not completed. */
  InitNotReady,
  /** An init container exits with an error. */
  InitFailed,
  /** A sidecar is not ready. */
  SidecarNotReady,
  /** An ambassador is not ready. */
  AmbassadorNotReady,
  /** An adapter is not ready. */
  AdapterNotReady,
  /** The node of a Pod does not respond. */
  NodeLost,
  /** A Pod was terminated by the system: evicted, or past its deadline. */
  PodFailed,
  /** The scheduler finds no node for a Pod. */
  Unschedulable,
  /** The volumes or the network of a scheduled Pod do not become ready. */
  PodNotStarting,
  /** A Pod waits for conditions that another controller sets. */
  ReadinessGatesNotReady,
  /** The controller of the workload fails to create Pods. */
  FailedCreate,
  /** A rollout exceeded its progress deadline. */
  ProgressDeadlineExceeded,
  /** The Job has completed. */
  Completed,
  /** The Job has failed and does not retry. */
  JobFailed,
  /** The Job or CronJob is suspended. */
  Suspended,
  /** The CronJob runs on its schedule. */
  Scheduled,
  /** The last run of the CronJob failed. */
  LastRunFailed
}
