package io.patternedapp.api.workload;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Settings for kind Deployment: the fields of apps/v1 DeploymentSpec with the same names.
 *
 * @param strategy strategy for replacing existing Pods with new Pods; defaults to RollingUpdate
 * @param minReadySeconds minimum seconds for which a new Pod must be ready before it is considered
 *     available; defaults to 0
 * @param revisionHistoryLimit number of old ReplicaSets to retain; defaults to 10
 * @param paused whether rollouts are paused; defaults to false
 * @param progressDeadlineSeconds maximum seconds for a rollout to make progress before it is
 *     reported as failed; defaults to 600
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "(has(self.progressDeadlineSeconds) ? self.progressDeadlineSeconds : 600) > "
            + "(has(self.minReadySeconds) ? self.minReadySeconds : 0)",
    message =
        "progressDeadlineSeconds (default 600) must be greater than minReadySeconds, or every"
            + " rollout is reported as failed: increase progressDeadlineSeconds")
public record DeploymentWorkload(
    @JsonPropertyDescription(
            "Strategy for replacing existing Pods with new Pods. Defaults to RollingUpdate.")
        @Nullable DeploymentStrategy strategy,
    @JsonPropertyDescription(
            "Minimum seconds for which a new Pod must be ready before it is considered"
                + " available. Defaults to 0.")
        @Min(0)
        @Nullable Integer minReadySeconds,
    @JsonPropertyDescription("Number of old ReplicaSets to retain. Defaults to 10.") @Min(0)
        @Nullable Integer revisionHistoryLimit,
    @JsonPropertyDescription("Whether rollouts are paused. Defaults to false.")
        @Nullable Boolean paused,
    @JsonPropertyDescription(
            "Maximum seconds for a rollout to make progress before it is reported as failed."
                + " Defaults to 600.")
        @Min(1)
        @Nullable Integer progressDeadlineSeconds) {}
