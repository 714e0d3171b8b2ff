package io.patternedapp.api.workload;

/** How a CronJob treats a run that is due while the previous Job still runs. */
public enum ConcurrencyPolicy {
  Allow,
  Forbid,
  Replace
}
