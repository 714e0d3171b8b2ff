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
    @Required @JsonPropertyDescription("The container's name.") String name,
    @JsonPropertyDescription("main, init, sidecar, ambassador or adapter.") @Nullable String role,
    @JsonPropertyDescription("The image as written in the spec.") @Nullable String image,
    @JsonPropertyDescription(
            "Pods in which the container is ready (an init container: done) of Pods wanted, such as"
                + " 2/3.")
        @Nullable String ready,
    @JsonPropertyDescription("Restarts in all Pods together.") @Nullable Integer restarts,
    @JsonPropertyDescription(
            "Pending, Waiting, Running, Completed or Failed; the worst over all Pods.")
        @Nullable String state,
    @JsonPropertyDescription("Why the container is not ready.") @Nullable String message) {}
