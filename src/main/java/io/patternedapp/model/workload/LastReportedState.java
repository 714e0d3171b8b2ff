package io.patternedapp.model.workload;

import io.fabric8.kubernetes.api.model.Condition;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.model.ConditionTypes;

/**
 * Reads what an app's own status reports about the last reconcile.
 *
 * <p>This is the only place where data flows against the direction spec, apply, status. Three
 * decisions need memory that outlives a restart of the operator, and the status is that memory:
 * whether a difference is drift or follows a new spec, whether a finished Job that was removed may
 * run again, and whether a cache that lags behind can do harm. A status that is lost costs an Event
 * and a request, never a child.
 */
public final class LastReportedState {

  private LastReportedState() {}

  /** Returns whether the operator has never reported on the app. */
  public static boolean isNewApp(PatternedApp app) {
    var status = app.getStatus();
    return status == null || status.observedGeneration() == null || status.observedGeneration() < 1;
  }

  /** Returns whether the spec changed since the status was written. */
  public static boolean isNewGeneration(PatternedApp app) {
    var generation = app.getMetadata().getGeneration();
    return generation == null
        || app.getStatus() == null
        || !generation.equals(app.getStatus().observedGeneration());
  }

  /**
   * Returns whether the children were in sync with the current spec, so that a difference is drift.
   */
  public static boolean wasInSync(PatternedApp app) {
    return !isNewGeneration(app)
        && app.getStatus()
            .condition(ConditionTypes.APPLIED)
            .map(Condition::getStatus)
            .filter("True"::equals)
            .isPresent();
  }

  /** Returns whether the Job of the current generation has finished and must not run again. */
  public static boolean hasFinishedJob(PatternedApp app) {
    return RecordedJobResult.isRecorded(app);
  }
}
