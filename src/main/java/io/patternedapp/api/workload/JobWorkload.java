package io.patternedapp.api.workload;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicy;
import io.fabric8.kubernetes.api.model.batch.v1.SuccessPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Settings for kind Job and for the Jobs of a CronJob: the fields of batch/v1 JobSpec with the same
 * names, and {@code onChange}.
 *
 * @param parallelism maximum number of Pods that run at the same time; defaults to 1
 * @param completions number of Pods that must succeed; defaults to 1; if only parallelism is set,
 *     the success of any Pod completes the Job
 * @param completionMode how completions are counted; defaults to NonIndexed
 * @param backoffLimit number of failed Pods before the Job is marked as failed; defaults to 6
 * @param backoffLimitPerIndex number of failed Pods per index before the index is marked as failed
 * @param maxFailedIndexes maximum number of failed indexes before the Job is marked as failed
 * @param activeDeadlineSeconds maximum duration in seconds of the Job before it is terminated and
 *     marked as failed
 * @param ttlSecondsAfterFinished seconds after which a finished Job and its Pods are deleted;
 *     defaults to no deletion
 * @param podFailurePolicy how to treat failed Pods, by exit codes and Pod conditions
 * @param podReplacementPolicy when to replace a failing Pod; defaults to TerminatingOrFailed
 * @param successPolicy which indexes must succeed for the Job to be marked as successful
 * @param suspend whether to suspend the Job, which then has no running Pods; defaults to false
 * @param onChange effect of a change that requires a new Job, since the Pod template of a Job is
 *     immutable; defaults to Keep
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record JobWorkload(
    @JsonPropertyDescription("Maximum number of Pods that run at the same time. Defaults to 1.")
        @Min(0)
        @Nullable Integer parallelism,
    @JsonPropertyDescription(
            "Number of Pods that must succeed. Defaults to 1; if only parallelism is set, the"
                + " success of any Pod completes the Job.")
        @Min(0)
        @Nullable Integer completions,
    @JsonPropertyDescription(
            "How completions are counted. NonIndexed (default): all Pods are equivalent."
                + " Indexed: each Pod gets a completion index from 0 to completions - 1.")
        @Nullable CompletionMode completionMode,
    @JsonPropertyDescription(
            "Number of failed Pods before the Job is marked as failed. Defaults to 6.")
        @Min(0)
        @Nullable Integer backoffLimit,
    @JsonPropertyDescription(
            "Number of failed Pods per index before the index is marked as failed. Only for"
                + " completionMode Indexed.")
        @Min(0)
        @Nullable Integer backoffLimitPerIndex,
    @JsonPropertyDescription(
            "Maximum number of failed indexes before the Job is marked as failed. Only if"
                + " backoffLimitPerIndex is set.")
        @Min(0)
        @Nullable Integer maxFailedIndexes,
    @JsonPropertyDescription(
            "Maximum duration in seconds of the Job before it is terminated and marked as"
                + " failed.")
        @Min(0)
        @Nullable Long activeDeadlineSeconds,
    @JsonPropertyDescription(
            "Seconds after which a finished Job and its Pods are deleted. The Job does not run"
                + " again until the app changes. Defaults to no deletion.")
        @Min(0)
        @Nullable Integer ttlSecondsAfterFinished,
    @JsonPropertyDescription(
            "How to treat failed Pods, by exit codes and Pod conditions. Only for"
                + " restartPolicy Never.")
        @Nullable PodFailurePolicy podFailurePolicy,
    @JsonPropertyDescription(
            "When to replace a failing Pod. TerminatingOrFailed (default): as soon as it"
                + " terminates or has failed. Failed: only after it has failed.")
        @Nullable PodReplacementPolicy podReplacementPolicy,
    @JsonPropertyDescription(
            "Which indexes must succeed for the Job to be marked as successful. Only for"
                + " completionMode Indexed.")
        @Nullable SuccessPolicy successPolicy,
    @JsonPropertyDescription(
            "Whether to suspend the Job, which then has no running Pods. Defaults to false.")
        @Nullable Boolean suspend,
    @JsonPropertyDescription(
            "Effect of a change that requires a new Job, since the Pod template of a Job is"
                + " immutable. Only for kind Job. Keep (default): the Job remains unchanged, and"
                + " the status reports the difference. Replace: the operator deletes the Job with"
                + " its Pods and creates a new one.")
        @Nullable JobChangePolicy onChange) {

  /** Returns whether a change that requires a new Job replaces the existing one. */
  public boolean shouldReplaceOnChange() {
    return onChange == JobChangePolicy.Replace;
  }
}
