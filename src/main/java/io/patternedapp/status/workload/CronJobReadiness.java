package io.patternedapp.status.workload;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.patternedapp.model.condition.ConditionState;
import io.patternedapp.model.condition.Reason;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Evaluates the Ready condition of CronJobs by their schedule and their last run. */
public final class CronJobReadiness {

  private CronJobReadiness() {}

  /** Returns the state of a CronJob; empty if the CronJob does not exist. */
  public static Optional<ConditionState> evaluate(@Nullable HasMetadata workload, List<Job> jobs) {
    if (!(workload instanceof CronJob cronJob)) {
      return Optional.empty();
    }
    return Optional.of(
        lastRun(jobs)
            .filter(job -> !hasSucceededSince(cronJob, job))
            .flatMap(
                job -> JobCompletion.failureMessage(job).map(cause -> lastRunFailed(job, cause)))
            .orElseGet(() -> scheduled(cronJob)));
  }

  private static ConditionState lastRunFailed(Job job, String failure) {
    return ConditionState.ofFalse(
        Reason.LastRunFailed,
        "the last run (Job %s) failed: %s".formatted(job.getMetadata().getName(), failure));
  }

  private static ConditionState scheduled(CronJob cronJob) {
    var spec = cronJob.getSpec();
    return spec != null && Boolean.TRUE.equals(spec.getSuspend())
        ? ConditionState.ofTrue(Reason.Suspended, "the CronJob is suspended: it starts no Jobs")
        : ConditionState.ofTrue(
            Reason.Scheduled,
            "runs on schedule \"%s\"".formatted(spec == null ? "" : spec.getSchedule()));
  }

  private static Optional<Job> lastRun(List<Job> jobs) {
    return jobs.stream()
        .filter(JobCompletion::isFinished)
        .max(Comparator.comparing((Job job) -> Instant.parse(creationTime(job))));
  }

  /** A successful Job can be deleted earlier than a previous failed Job. */
  private static boolean hasSucceededSince(CronJob cronJob, Job job) {
    var success = cronJob.getStatus() == null ? null : cronJob.getStatus().getLastSuccessfulTime();
    return success != null
        && Instant.parse(success).isAfter(Instant.parse(JobCompletion.failedAt(job)));
  }

  private static String creationTime(Job job) {
    return job.getMetadata().getCreationTimestamp();
  }
}
