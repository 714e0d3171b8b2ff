package io.patternedapp.api.workload;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.kubernetes.api.model.apps.DaemonSetUpdateStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Settings of workload kind DaemonSet: the fields of apps/v1 DaemonSetSpec of the same names.
 *
 * @param updateStrategy how old Pods give way to new ones; RollingUpdate by the API server's
 *     default
 * @param minReadySeconds seconds that a Pod must be Ready to count as available; 0 by default
 * @param revisionHistoryLimit old revisions kept; 10 by the API server's default
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DaemonSetWorkload(
    @JsonPropertyDescription(
            "Strategy for replacing existing Pods with new Pods. Defaults to RollingUpdate.")
        @Nullable DaemonSetUpdateStrategy updateStrategy,
    @JsonPropertyDescription(
            "Minimum seconds for which a new Pod must be ready before it is considered"
                + " available. Defaults to 0.")
        @Min(0)
        @Nullable Integer minReadySeconds,
    @JsonPropertyDescription("Number of old revisions to retain. Defaults to 10.") @Min(0)
        @Nullable Integer revisionHistoryLimit) {}
