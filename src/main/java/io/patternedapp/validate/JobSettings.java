package io.patternedapp.validate;

import io.patternedapp.api.CompletionMode;
import io.patternedapp.api.JobWorkload;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.WorkloadKind;
import org.jspecify.annotations.Nullable;

/** Settings of Jobs that go together. */
final class JobSettings implements SpecCheck {

  static final String PATH = "spec.workload.job";

  private static final int MOST_INDEXES = 100_000;
  private static final int SHORT_TTL = 10;

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var job = spec.workload() == null ? null : spec.workload().job();
    if (job == null) {
      return;
    }
    if (job.completionMode() == CompletionMode.Indexed) {
      checkIndexed(job, problems);
    } else {
      needsIndexes(job.backoffLimitPerIndex(), "backoffLimitPerIndex", problems);
      needsIndexes(job.successPolicy(), "successPolicy", problems);
    }
    problems.errorIf(
        job.maxFailedIndexes() != null && job.backoffLimitPerIndex() == null,
        PATH + ".maxFailedIndexes",
        WorkloadMembers.MISPLACED,
        "maxFailedIndexes counts indexes that failed by backoffLimitPerIndex: add that, or remove"
            + " it");
    checkLife(spec.kind(), job, problems);
  }

  private static void checkIndexed(JobWorkload job, Problems problems) {
    problems.errorIf(
        job.completions() == null,
        PATH + ".completions",
        WorkloadMembers.INVALID,
        "completionMode: Indexed needs the number of indexes: add completions");
    problems.errorIf(
        job.parallelism() != null && job.parallelism() > MOST_INDEXES,
        PATH + ".parallelism",
        WorkloadMembers.INVALID,
        "at most %d Pods with an index run at a time: lower it",
        MOST_INDEXES);
    var completions = job.completions();
    var failed = job.maxFailedIndexes();
    problems.errorIf(
        failed != null && completions != null && failed > completions,
        PATH + ".maxFailedIndexes",
        WorkloadMembers.INVALID,
        "%d is more than completions (%d): lower it",
        failed,
        completions);
    problems.errorIf(
        job.backoffLimitPerIndex() != null
            && completions != null
            && completions > MOST_INDEXES
            && failed == null,
        PATH + ".maxFailedIndexes",
        WorkloadMembers.INVALID,
        "with more than %d indexes it is needed: add it",
        MOST_INDEXES);
  }

  private static void needsIndexes(@Nullable Object value, String field, Problems problems) {
    problems.errorIf(
        value != null,
        PATH + "." + field,
        WorkloadMembers.MISPLACED,
        "%s is about indexes: set completionMode: Indexed, or remove it",
        field);
  }

  private static void checkLife(WorkloadKind kind, JobWorkload job, Problems problems) {
    var ttl = job.ttlSecondsAfterFinished();
    problems.warningIf(
        kind == WorkloadKind.Job && ttl != null && ttl < SHORT_TTL,
        PATH + ".ttlSecondsAfterFinished",
        "TtlShort",
        "a Job that is removed before the operator saw its end runs again: use %d or more",
        SHORT_TTL);
    problems.warningIf(
        kind == WorkloadKind.CronJob && job.onChange() != null,
        PATH + ".onChange",
        "OnChangeIgnored",
        "a change reaches a CronJob with its next Job, so onChange is ignored: remove it");
  }
}
