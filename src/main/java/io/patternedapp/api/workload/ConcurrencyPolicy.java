package io.patternedapp.api.workload;

/** What becomes of a run of a CronJob that is due while the one before still runs. */
public enum ConcurrencyPolicy {
  Allow,
  Forbid,
  Replace
}
