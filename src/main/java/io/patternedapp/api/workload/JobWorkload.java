package io.patternedapp.api.workload;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicy;
import io.fabric8.kubernetes.api.model.batch.v1.SuccessPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Settings of workload kind Job, and of the Jobs of a CronJob: the fields of batch/v1 JobSpec of
 * the same names, and {@code onChange}.
 *
 * @param parallelism Pods that run at a time; 1 by the API server's default
 * @param completions Pods that must succeed; 1 by the API server's default
 * @param completionMode whether each Pod has an index of its own; NonIndexed by the API server's
 *     default
 * @param backoffLimit failed Pods after which the Job fails; 6 by the API server's default
 * @param backoffLimitPerIndex failed Pods of one index after which that index fails
 * @param maxFailedIndexes failed indexes after which the Job fails
 * @param activeDeadlineSeconds seconds after which the Job fails
 * @param ttlSecondsAfterFinished seconds after which the finished Job is removed; never by default
 * @param podFailurePolicy what a failed Pod means
 * @param podReplacementPolicy when a failing Pod is replaced
 * @param successPolicy when the Job has succeeded before all Pods have
 * @param suspend true runs no Pods
 * @param onChange what becomes of the Job when the app changes; Keep when not written
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record JobWorkload(
    @JsonPropertyDescription("How many Pods run at a time. Default 1.") @Min(0)
        @Nullable Integer parallelism,
    @JsonPropertyDescription("How many Pods must succeed. Default 1, or any one with parallelism.")
        @Min(0)
        @Nullable Integer completions,
    @JsonPropertyDescription(
            "NonIndexed (default): all Pods are alike. Indexed: each has a number of its own, from"
                + " 0 to completions - 1.")
        @Nullable CompletionMode completionMode,
    @JsonPropertyDescription("How many failed Pods make the Job fail. Default 6.") @Min(0)
        @Nullable Integer backoffLimit,
    @JsonPropertyDescription("Indexed only: how many failed Pods make an index fail.") @Min(0)
        @Nullable Integer backoffLimitPerIndex,
    @JsonPropertyDescription(
            "With backoffLimitPerIndex only: how many failed indexes make the Job fail.")
        @Min(0)
        @Nullable Integer maxFailedIndexes,
    @JsonPropertyDescription("Seconds after which a Job that still runs is failed.") @Min(0)
        @Nullable Long activeDeadlineSeconds,
    @JsonPropertyDescription(
            "Seconds after which the finished Job and its Pods are removed. It does not run again"
                + " until the app changes. Default: they stay.")
        @Min(0)
        @Nullable Integer ttlSecondsAfterFinished,
    @JsonPropertyDescription(
            "What a failed Pod means, by exit codes and conditions; restartPolicy Never only.")
        @Nullable PodFailurePolicy podFailurePolicy,
    @JsonPropertyDescription(
            "TerminatingOrFailed (default): a Pod is replaced as soon as it is asked to stop."
                + " Failed: once it has ended.")
        @Nullable PodReplacementPolicy podReplacementPolicy,
    @JsonPropertyDescription(
            "Indexed only: which indexes must succeed for the Job to have succeeded.")
        @Nullable SuccessPolicy successPolicy,
    @JsonPropertyDescription("True runs no Pods until it is taken away.") @Nullable Boolean suspend,
    @JsonPropertyDescription(
            "Kind Job only: what a change does that needs a new Job, since a Job's template cannot"
                + " change. Keep (default): the Job stays as it is, and status says so. Replace: it"
                + " is deleted with its Pods, and made anew.")
        @Nullable JobChangePolicy onChange) {

  /** Whether a change that needs a new Job deletes the old one. */
  public boolean shouldReplaceOnChange() {
    return onChange == JobChangePolicy.Replace;
  }
}
