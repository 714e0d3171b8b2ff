package io.patternedapp.model.condition;

/**
 * Every reason that a condition of an app can have. The names are what conditions show, and stable:
 * people write alerts on them. docs/reference/status.md says what each means and how it is cured.
 */
public enum Reason {
  /** The spec is valid. */
  Valid,
  /** The spec has errors; nothing was changed. */
  InvalidSpec,

  /** All children are as wanted. */
  InSync,
  /** Nothing is known yet. */
  Pending,
  /** An object of that name exists and is not ours. */
  NameConflict,
  /** What has to be gone before a child can be made is still there. */
  PredecessorTerminating,
  /** The API server found a child's content wrong. */
  Invalid,
  /** The operator, or the namespace's rules, may not have such a child. */
  Forbidden,
  /** A ResourceQuota is used up. */
  QuotaExceeded,
  /** A ResourceQuota counts what the containers do not say. */
  QuotaRequiresResources,
  /** A LimitRange does not allow the resources of a container. */
  LimitRangeViolated,
  /** The namespace's Pod Security Standard does not allow the Pods. */
  PodSecurity,
  /** An admission webhook said no. */
  WebhookDenied,
  /** An admission webhook did not answer. */
  WebhookFailed,
  /** A ValidatingAdmissionPolicy said no. */
  PolicyDenied,
  /** Another Service has the node port. */
  NodePortTaken,
  /** No node port is free. */
  NodePortsExhausted,
  /** The namespace is being deleted. */
  NamespaceTerminating,
  /** The namespace, or what a child needs, is not there. */
  NotFound,
  /** The API server refused a child otherwise. */
  Rejected,
  /** More than one PodDisruptionBudget covers a Pod, so that it cannot be evicted. */
  SeveralDisruptionBudgets,
  /** The cluster has no PodMonitors. */
  PodMonitorCrdMissing,
  /** The change needs a new Job, and the app does not allow to replace it. */
  JobImmutable,
  /** The change needs a new StatefulSet. */
  StatefulSetImmutable,

  /** All replicas are ready on the current spec. */
  Ready,
  /** It is on its way. */
  Progressing,
  /** A change is on its way over the Pods. */
  Updating,
  /** The app holds the change of its Pods. */
  Paused,
  /** Main is not ready. */
  MainNotReady,
  /** An init container has not ended. */
  InitNotReady,
  /** An init container ends with an error. */
  InitFailed,
  /** A sidecar is not ready. */
  SidecarNotReady,
  /** An ambassador is not ready. */
  AmbassadorNotReady,
  /** An adapter is not ready. */
  AdapterNotReady,
  /** A Pod's node does not answer. */
  NodeLost,
  /** A Pod was ended from outside. */
  PodFailed,
  /** No node takes a Pod. */
  Unschedulable,
  /** A Pod's volumes or network do not get ready on its node. */
  PodNotStarting,
  /** A Pod waits for a condition that someone else sets. */
  ReadinessGatesNotReady,
  /** What runs the Pods does not make them. */
  FailedCreate,
  /** A roll takes longer than it may. */
  ProgressDeadlineExceeded,
  /** The Job has completed. */
  Completed,
  /** The Job has failed for good. */
  JobFailed,
  /** The Job or CronJob is held by its author. */
  Suspended,
  /** The CronJob runs by its schedule. */
  Scheduled,
  /** The CronJob's last run failed. */
  LastRunFailed
}
