package io.patternedapp.model.workload;

import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.workload.WorkloadKind;
import io.patternedapp.model.ConditionTypes;
import io.patternedapp.model.condition.ConditionState;
import io.patternedapp.model.condition.Reason;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the status remembers of a Job that may be gone: one that was removed after its end must not
 * run again until the app changes.
 */
public final class RecordedJobResult {

  private RecordedJobResult() {}

  /** Whether the Job of the app's current generation is known to have finished. */
  public static boolean isRecorded(PatternedApp app) {
    return find(app).isPresent();
  }

  /** How it finished. A failed one that is not removed by its TTL was removed to be run again. */
  public static Optional<ConditionState> find(PatternedApp app) {
    var status = app.getStatus();
    if (app.getSpec().workloadKind() != WorkloadKind.Job
        || status == null
        || !Objects.equals(status.observedGeneration(), app.getMetadata().getGeneration())) {
      return Optional.empty();
    }
    return status
        .condition(ConditionTypes.READY)
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
