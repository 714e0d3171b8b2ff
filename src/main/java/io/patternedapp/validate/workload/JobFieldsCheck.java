package io.patternedapp.validate.workload;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.workload.CompletionMode;
import io.patternedapp.api.workload.JobWorkload;
import io.patternedapp.api.workload.WorkloadKind;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.problem.Problems;
import org.jspecify.annotations.Nullable;

/** Settings of Jobs that go together. */
public final class JobFieldsCheck implements SpecCheck {

  static final String PATH = "spec.workload.job";

  private static final int SOFT_INDEX_LIMIT = 100_000;
  private static final int MIN_SAFE_TTL_SECONDS = 10;

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var job = spec.workload() == null ? null : spec.workload().job();
    if (job == null) {
      return;
    }
    if (job.completionMode() == CompletionMode.Indexed) {
      checkIndexed(job, problems);
    } else {
      requireIndexed(job.backoffLimitPerIndex(), "backoffLimitPerIndex", problems);
      requireIndexed(job.successPolicy(), "successPolicy", problems);
    }
    problems.errorIf(
        job.maxFailedIndexes() != null && job.backoffLimitPerIndex() == null,
        PATH + ".maxFailedIndexes",
        WorkloadKindFieldsCheck.FIELD_MISPLACED,
        "maxFailedIndexes counts indexes that failed by backoffLimitPerIndex: add that, or remove"
            + " it");
    checkTtlAndOnChange(spec.workloadKind(), job, problems);
  }

  private static void checkIndexed(JobWorkload job, Problems problems) {
    problems.errorIf(
        job.completions() == null,
        PATH + ".completions",
        WorkloadKindFieldsCheck.FIELD_INVALID,
        "completionMode: Indexed needs the number of indexes: add completions");
    problems.errorIf(
        job.parallelism() != null && job.parallelism() > SOFT_INDEX_LIMIT,
        PATH + ".parallelism",
        WorkloadKindFieldsCheck.FIELD_INVALID,
        "at most %d Pods with an index run at a time: lower it",
        SOFT_INDEX_LIMIT);
    var completions = job.completions();
    var maxFailedIndexes = job.maxFailedIndexes();
    problems.errorIf(
        maxFailedIndexes != null && completions != null && maxFailedIndexes > completions,
        PATH + ".maxFailedIndexes",
        WorkloadKindFieldsCheck.FIELD_INVALID,
        "%d is more than completions (%d): lower it",
        maxFailedIndexes,
        completions);
    problems.errorIf(
        job.backoffLimitPerIndex() != null
            && completions != null
            && completions > SOFT_INDEX_LIMIT
            && maxFailedIndexes == null,
        PATH + ".maxFailedIndexes",
        WorkloadKindFieldsCheck.FIELD_INVALID,
        "with more than %d indexes it is needed: add it",
        SOFT_INDEX_LIMIT);
  }

  private static void requireIndexed(@Nullable Object value, String field, Problems problems) {
    problems.errorIf(
        value != null,
        PATH + "." + field,
        WorkloadKindFieldsCheck.FIELD_MISPLACED,
        "%s is about indexes: set completionMode: Indexed, or remove it",
        field);
  }

  private static void checkTtlAndOnChange(WorkloadKind kind, JobWorkload job, Problems problems) {
    var ttl = job.ttlSecondsAfterFinished();
    problems.warningIf(
        kind == WorkloadKind.Job && ttl != null && ttl < MIN_SAFE_TTL_SECONDS,
        PATH + ".ttlSecondsAfterFinished",
        "TtlShort",
        "a Job that is removed before the operator saw its end runs again: use %d or more",
        MIN_SAFE_TTL_SECONDS);
    problems.warningIf(
        kind == WorkloadKind.CronJob && job.onChange() != null,
        PATH + ".onChange",
        "OnChangeIgnored",
        "a change reaches a CronJob with its next Job, so onChange is ignored: remove it");
  }
}
