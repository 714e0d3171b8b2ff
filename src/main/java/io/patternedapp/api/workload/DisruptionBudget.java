package io.patternedapp.api.workload;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.IntOrString;
import org.jspecify.annotations.Nullable;

/**
 * Limits how many Pods can be unavailable during a voluntary disruption, for example a node drain
 * or a replacement by the operator. Exactly one of the fields is set.
 *
 * @param minAvailable minimum number or percentage of Pods, for example "50%", that must remain
 *     available during a voluntary disruption
 * @param maxUnavailable maximum number or percentage of Pods, for example "25%", that can be
 *     unavailable during a voluntary disruption
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.minAvailable) != has(self.maxUnavailable)",
    message = "exactly one of minAvailable and maxUnavailable is required: set one of them")
public record DisruptionBudget(
    @JsonPropertyDescription(
            "Minimum number or percentage of Pods, for example \"50%\", that must remain"
                + " available during a voluntary disruption.")
        @Nullable IntOrString minAvailable,
    @JsonPropertyDescription(
            "Maximum number or percentage of Pods, for example \"25%\", that can be"
                + " unavailable during a voluntary disruption.")
        @Nullable IntOrString maxUnavailable) {}
