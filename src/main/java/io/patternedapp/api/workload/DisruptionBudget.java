package io.patternedapp.api.workload;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.IntOrString;
import org.jspecify.annotations.Nullable;

/**
 * How many Pods a voluntary disruption (the drain of a node, a replacement by the operator) must
 * leave. One of the two is written.
 *
 * @param minAvailable how many must stay
 * @param maxUnavailable how many may go
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
