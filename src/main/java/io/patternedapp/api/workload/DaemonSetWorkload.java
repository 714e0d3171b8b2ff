package io.patternedapp.api.workload;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.kubernetes.api.model.apps.DaemonSetUpdateStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Settings for kind DaemonSet: the fields of apps/v1 DaemonSetSpec with the same names.
 *
 * @param updateStrategy strategy for replacing existing Pods with new Pods; defaults to
 *     RollingUpdate
 * @param minReadySeconds minimum seconds for which a new Pod must be ready before it is considered
 *     available; defaults to 0
 * @param revisionHistoryLimit number of old revisions to retain; defaults to 10
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
