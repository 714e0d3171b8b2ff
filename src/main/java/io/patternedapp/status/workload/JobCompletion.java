package io.patternedapp.status.workload;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.model.condition.ConditionState;
import io.patternedapp.model.condition.MessageFormatter;
import io.patternedapp.model.condition.Reason;
import io.patternedapp.model.workload.RecordedJobResult;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a Job says about itself. */
public final class JobCompletion {

  private JobCompletion() {}

  /** How the Job of an app ended, as far as is known, or that it is held. */
  public static Optional<ConditionState> terminalState(
      PatternedApp app, @Nullable HasMetadata workload) {
    if (!(workload instanceof Job job)) {
      return RecordedJobResult.find(app);
    }
    return completed(job)
        .or(
            () ->
                failureMessage(job)
                    .map(
                        words ->
                            ConditionState.ofFalse(
                                Reason.JobFailed, "the Job has failed: " + words)))
        .or(
            () ->
                isSuspended(job)
                    ? Optional.of(
                        ConditionState.ofFalse(
                            Reason.Suspended,
                            "the Job is suspended: remove workload.job.suspend to run it"))
                    : Optional.empty());
  }

  /** How many Pods it runs at a time. */
  static int parallelism(Job job) {
    var spec = job.getSpec();
    if (spec == null) {
      return 1;
    }
    int written = spec.getParallelism() == null ? 1 : spec.getParallelism();
    return spec.getCompletions() == null ? written : Math.min(written, spec.getCompletions());
  }

  static boolean isFinished(Job job) {
    return completed(job).isPresent() || failureMessage(job).isPresent();
  }

  /** Why a Job has failed, in its own words; empty when it has not. */
  static Optional<String> failureMessage(Job job) {
    return condition(job, "Failed")
        .map(
            c ->
                Objects.requireNonNullElse(c.getReason(), "Failed")
                    + MessageFormatter.detailSuffix(
                        Objects.requireNonNullElse(c.getMessage(), "")));
  }

  /** When a Job failed; when it was made where it does not say. */
  static String failedAt(Job job) {
    return condition(job, "Failed")
        .map(JobCondition::getLastTransitionTime)
        .orElse(job.getMetadata().getCreationTimestamp());
  }

  /** How far a Job is that has not ended. */
  public static String describeProgress(@Nullable HasMetadata workload) {
    if (!(workload instanceof Job job) || job.getStatus() == null) {
      return "the Job is not there yet";
    }
    var status = job.getStatus();
    var completions = job.getSpec() == null ? null : job.getSpec().getCompletions();
    return "%d%s succeeded, %d %s%s"
        .formatted(
            count(status.getSucceeded()),
            completions == null ? " Pods have" : " of %d Pods have".formatted(completions),
            count(status.getActive()),
            count(status.getActive()) == 1 ? "runs" : "run",
            count(status.getFailed()) == 0 ? "" : ", %d failed".formatted(status.getFailed()));
  }

  private static Optional<ConditionState> completed(Job job) {
    return condition(job, "Complete")
        .map(
            c ->
                ConditionState.ofTrue(
                    Reason.Completed,
                    "the Job has completed: %d of its Pods succeeded"
                        .formatted(count(job.getStatus().getSucceeded()))));
  }

  static boolean isSuspended(Job job) {
    return job.getSpec() != null && Boolean.TRUE.equals(job.getSpec().getSuspend());
  }

  private static Optional<JobCondition> condition(Job job, String type) {
    return job.getStatus() == null
        ? Optional.empty()
        : job.getStatus().getConditions().stream()
            .filter(c -> type.equals(c.getType()) && ConditionState.TRUE.equals(c.getStatus()))
            .findFirst();
  }

  private static int count(@Nullable Integer n) {
    return n == null ? 0 : n;
  }
}
