package io.patternedapp.status;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a CronJob says about itself, and its Jobs about its last run. */
final class CronJobs {

  private CronJobs() {}

  /** Empty while there is no CronJob. */
  static Optional<Verdict> settled(@Nullable HasMetadata workload, List<Job> jobs) {
    if (!(workload instanceof CronJob cronJob)) {
      return Optional.empty();
    }
    return Optional.of(
        lastRun(jobs)
            .filter(job -> !hasSucceededSince(cronJob, job))
            .flatMap(job -> Jobs.failure(job).map(words -> failed(job, words)))
            .orElseGet(() -> scheduled(cronJob)));
  }

  private static Verdict failed(Job job, String words) {
    return Verdict.no(
        Reason.LastRunFailed,
        "the last run, Job %s, has failed: %s".formatted(job.getMetadata().getName(), words));
  }

  private static Verdict scheduled(CronJob cronJob) {
    var spec = cronJob.getSpec();
    return spec != null && Boolean.TRUE.equals(spec.getSuspend())
        ? Verdict.yes(Reason.Suspended, "the CronJob is made, but suspended: it starts no runs")
        : Verdict.yes(
            Reason.Scheduled,
            "runs by schedule \"%s\"".formatted(spec == null ? "" : spec.getSchedule()));
  }

  private static Optional<Job> lastRun(List<Job> jobs) {
    return jobs.stream()
        .filter(Jobs::isFinished)
        .max(Comparator.comparing((Job job) -> Instant.parse(madeAt(job))));
  }

  /** A Job that succeeded may have been removed before one that failed. */
  private static boolean hasSucceededSince(CronJob cronJob, Job job) {
    var success = cronJob.getStatus() == null ? null : cronJob.getStatus().getLastSuccessfulTime();
    return success != null && Instant.parse(success).isAfter(Instant.parse(Jobs.failedAt(job)));
  }

  private static String madeAt(Job job) {
    return job.getMetadata().getCreationTimestamp();
  }
}
