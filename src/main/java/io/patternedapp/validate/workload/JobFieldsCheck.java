package io.patternedapp.validate.workload;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.workload.CompletionMode;
import io.patternedapp.api.workload.JobWorkload;
import io.patternedapp.api.workload.WorkloadKind;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.problem.Problems;
import org.jspecify.annotations.Nullable;

/** Checks the fields of a Job that depend on each other. */
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
        "Forbidden: maxFailedIndexes requires backoffLimitPerIndex; set it, or remove"
            + " maxFailedIndexes");
    checkTtlAndOnChange(spec.workloadKind(), job, problems);
  }

  private static void checkIndexed(JobWorkload job, Problems problems) {
    problems.errorIf(
        job.completions() == null,
        PATH + ".completions",
        WorkloadKindFieldsCheck.FIELD_INVALID,
        "Required value: completionMode Indexed requires the number of indexes; set completions");
    problems.errorIf(
        job.parallelism() != null && job.parallelism() > SOFT_INDEX_LIMIT,
        PATH + ".parallelism",
        WorkloadKindFieldsCheck.FIELD_INVALID,
        "Invalid value: must be less than or equal to %d when completionMode is Indexed; lower it",
        SOFT_INDEX_LIMIT);
    var completions = job.completions();
    var maxFailedIndexes = job.maxFailedIndexes();
    problems.errorIf(
        maxFailedIndexes != null && completions != null && maxFailedIndexes > completions,
        PATH + ".maxFailedIndexes",
        WorkloadKindFieldsCheck.FIELD_INVALID,
        "Invalid value %d: must be less than or equal to completions (%d); lower it",
        maxFailedIndexes,
        completions);
    problems.errorIf(
        job.backoffLimitPerIndex() != null
            && completions != null
            && completions > SOFT_INDEX_LIMIT
            && maxFailedIndexes == null,
        PATH + ".maxFailedIndexes",
        WorkloadKindFieldsCheck.FIELD_INVALID,
        "Required value: more than %d indexes with backoffLimitPerIndex require it; set it",
        SOFT_INDEX_LIMIT);
  }

  private static void requireIndexed(@Nullable Object value, String field, Problems problems) {
    problems.errorIf(
        value != null,
        PATH + "." + field,
        WorkloadKindFieldsCheck.FIELD_MISPLACED,
        "Forbidden: %1$s requires completionMode: Indexed; set it, or remove %1$s",
        field);
  }

  private static void checkTtlAndOnChange(WorkloadKind kind, JobWorkload job, Problems problems) {
    var ttl = job.ttlSecondsAfterFinished();
    problems.warningIf(
        kind == WorkloadKind.Job && ttl != null && ttl < MIN_SAFE_TTL_SECONDS,
        PATH + ".ttlSecondsAfterFinished",
        "TtlShort",
        "a Job that is deleted before the operator observes its completion runs again: set %d or"
            + " more",
        MIN_SAFE_TTL_SECONDS);
    problems.warningIf(
        kind == WorkloadKind.CronJob && job.onChange() != null,
        PATH + ".onChange",
        "OnChangeIgnored",
        "a CronJob applies a change to its next Job, so onChange is ignored: remove it");
  }
}
