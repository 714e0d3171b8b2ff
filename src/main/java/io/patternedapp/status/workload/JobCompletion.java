package io.patternedapp.status.workload;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.model.condition.ConditionState;
import io.patternedapp.model.condition.MessageNormalizer;
import io.patternedapp.model.condition.Reason;
import io.patternedapp.model.workload.RecordedJobResult;
import io.patternedapp.model.workload.WorkloadStatusFields;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Evaluates the completion and the progress of Jobs. */
public final class JobCompletion {

  private JobCompletion() {}

  /**
   * Returns the result of the Job of an app, which can be recorded in the status, or that the Job
   * is suspended; empty otherwise.
   */
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
                        cause ->
                            ConditionState.ofFalse(Reason.JobFailed, "the Job failed: " + cause)))
        .or(
            () ->
                isSuspended(job)
                    ? Optional.of(
                        ConditionState.ofFalse(
                            Reason.Suspended,
                            "the Job is suspended. Remove workload.job.suspend to run it"))
                    : Optional.empty());
  }

  /** Returns how many Pods the Job runs concurrently. */
  static int parallelism(Job job) {
    var spec = job.getSpec();
    if (spec == null) {
      return 1;
    }
    int configured = spec.getParallelism() == null ? 1 : spec.getParallelism();
    return spec.getCompletions() == null ? configured : Math.min(configured, spec.getCompletions());
  }

  static boolean isFinished(Job job) {
    return completed(job).isPresent() || failureMessage(job).isPresent();
  }

  /** Returns reason and message of the Failed condition; empty if the Job has not failed. */
  static Optional<String> failureMessage(Job job) {
    return condition(job, "Failed")
        .map(
            c ->
                Objects.requireNonNullElse(c.getReason(), "Failed")
                    + MessageNormalizer.detailSuffix(
                        Objects.requireNonNullElse(c.getMessage(), "")));
  }

  /** Returns when a Job failed, or else its creation time. */
  static String failedAt(Job job) {
    return condition(job, "Failed")
        .map(JobCondition::getLastTransitionTime)
        .orElse(job.getMetadata().getCreationTimestamp());
  }

  /** Formats the progress of a Job that has not finished. */
  public static String describeProgress(@Nullable HasMetadata workload) {
    if (!(workload instanceof Job job) || job.getStatus() == null) {
      return "the Job does not exist yet";
    }
    var status = job.getStatus();
    var completions = job.getSpec() == null ? null : job.getSpec().getCompletions();
    return "%d%s Pods succeeded, %d active%s"
        .formatted(
            WorkloadStatusFields.count(status.getSucceeded()),
            completions == null ? "" : " of " + completions,
            WorkloadStatusFields.count(status.getActive()),
            WorkloadStatusFields.count(status.getFailed()) == 0
                ? ""
                : ", %d failed".formatted(status.getFailed()));
  }

  private static Optional<ConditionState> completed(Job job) {
    return condition(job, "Complete")
        .map(
            c ->
                ConditionState.ofTrue(
                    Reason.Completed,
                    "the Job completed: %d of its Pods succeeded"
                        .formatted(WorkloadStatusFields.count(job.getStatus().getSucceeded()))));
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
}
