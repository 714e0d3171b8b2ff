package io.patternedapp.model.workload;

import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.workload.WorkloadKind;
import io.patternedapp.model.condition.ConditionState;
import io.patternedapp.model.condition.Conditions;
import io.patternedapp.model.condition.Reason;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Result of a finished Job, read from the status of its app. A Job that was deleted after it
 * finished must not run again until the app changes, so the result has to outlive the Job.
 */
public final class RecordedJobResult {

  private RecordedJobResult() {}

  /** Whether the status records a result for the current generation of the app. */
  public static boolean isRecorded(PatternedApp app) {
    return find(app).isPresent();
  }

  /**
   * Returns the recorded result. A failed Job without a TTL was deleted by a user in order to run
   * again, so its result does not count.
   */
  public static Optional<ConditionState> find(PatternedApp app) {
    var status = app.getStatus();
    if (app.getSpec().workloadKind() != WorkloadKind.Job
        || status == null
        || !Objects.equals(status.observedGeneration(), app.getMetadata().getGeneration())) {
      return Optional.empty();
    }
    return status
        .condition(Conditions.READY)
        .flatMap(
            c ->
                Stream.of(Reason.Completed, Reason.JobFailed)
                    .filter(reason -> reason.name().equals(c.getReason()))
                    .map(reason -> new ConditionState(c.getStatus(), reason, c.getMessage()))
                    .findFirst())
        .filter(v -> v.reason() == Reason.Completed || hasTtlAfterFinished(app));
  }

  private static boolean hasTtlAfterFinished(PatternedApp app) {
    var workload = app.getSpec().workload();
    return workload != null
        && workload.job() != null
        && workload.job().ttlSecondsAfterFinished() != null;
  }
}
