package io.patternedapp.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.IntOrString;
import org.jspecify.annotations.Nullable;

/**
 * Settings of workload kind Pod.
 *
 * @param maxUnavailable how many Pods may be not Ready at a time while a change rolls; 1 when not
 *     written
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PodWorkload(
    @JsonPropertyDescription(
            "How many Pods, or which share of them such as \"25%\" (rounded down, at least 1), may"
                + " be not Ready at a time while a change rolls. Default 1.")
        @Nullable IntOrString maxUnavailable) {}
