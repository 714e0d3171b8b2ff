package io.patternedapp.api.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/**
 * One container of the app, over all its Pods.
 *
 * @param name the container's name
 * @param role main, init, sidecar, ambassador or adapter
 * @param image its image as written in the spec
 * @param ready Pods in which it is ready (an init container: done) of Pods wanted, such as 2/3
 * @param restarts restarts in all Pods together
 * @param state Pending, Waiting, Running, Completed or Failed; the worst over all Pods
 * @param message why it is not ready, in a sentence
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RoleStatus(
    @Required @JsonPropertyDescription("Name of the container.") String name,
    @JsonPropertyDescription("Role of the container: main, init, sidecar, ambassador or adapter.")
        @Nullable String role,
    @JsonPropertyDescription("Image in the spec.") @Nullable String image,
    @JsonPropertyDescription(
            "Number of Pods in which the container is ready (an init container: has completed)"
                + " and number of desired Pods, for example 2/3.")
        @Nullable String ready,
    @JsonPropertyDescription("Number of restarts, summed over all Pods.")
        @Nullable Integer restarts,
    @JsonPropertyDescription(
            "State of the container: Pending, Waiting, Running, Completed or Failed; the worst"
                + " of all Pods.")
        @Nullable String state,
    @JsonPropertyDescription("Explanation why the container is not ready.")
        @Nullable String message) {}
