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
    message = "a disruptionBudget has either minAvailable or maxUnavailable: write one of them")
public record DisruptionBudget(
    @JsonPropertyDescription("How many Pods, or which share of them such as \"50%\", must stay.")
        @Nullable IntOrString minAvailable,
    @JsonPropertyDescription("How many Pods, or which share of them such as \"25%\", may go.")
        @Nullable IntOrString maxUnavailable) {}
