package io.patternedapp.api.workload;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Settings of workload kind Deployment: the fields of apps/v1 DeploymentSpec of the same names.
 *
 * @param strategy how old Pods give way to new ones; RollingUpdate by the API server's default
 * @param minReadySeconds seconds that a Pod must be Ready to count as available; 0 by default
 * @param revisionHistoryLimit old ReplicaSets kept; 10 by the API server's default
 * @param paused true holds a roll
 * @param progressDeadlineSeconds seconds after which a roll without progress counts as failed; 600
 *     by the API server's default
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
