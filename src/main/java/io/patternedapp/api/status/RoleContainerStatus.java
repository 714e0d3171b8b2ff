package io.patternedapp.api.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/**
 * State of a container of the app, aggregated over all Pods.
 *
 * @param name name of the container
 * @param role role of the container: main, init, sidecar, ambassador or adapter
 * @param image image in the spec
 * @param ready number of Pods in which the container is ready, or in which an init container has
 *     completed, and number of desired Pods, for example 2/3
 * @param restarts number of restarts, summed over all Pods
 * @param state state of the container: Pending, Waiting, Running, Completed or Failed; the worst of
 *     all Pods
 * @param message explanation why the container is not ready
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RoleContainerStatus(
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
