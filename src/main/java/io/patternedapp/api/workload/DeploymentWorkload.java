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
        "progressDeadlineSeconds (600 unless written) must be more than minReadySeconds, or "
            + "every roll would count as failed: raise it")
public record DeploymentWorkload(
    @JsonPropertyDescription("How old Pods give way to new ones. Default RollingUpdate.")
        @Nullable DeploymentStrategy strategy,
    @JsonPropertyDescription("Seconds that a Pod must be Ready to count as available. Default 0.")
        @Min(0)
        @Nullable Integer minReadySeconds,
    @JsonPropertyDescription("How many old ReplicaSets are kept. Default 10.") @Min(0)
        @Nullable Integer revisionHistoryLimit,
    @JsonPropertyDescription("True holds a roll until it is taken away.") @Nullable Boolean paused,
    @JsonPropertyDescription(
            "Seconds after which a roll without progress is reported as failed. Default 600.")
        @Min(1)
        @Nullable Integer progressDeadlineSeconds) {}
