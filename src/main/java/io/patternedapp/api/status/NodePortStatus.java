package io.patternedapp.api.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/**
 * A port of the Service on every node.
 *
 * @param name the port's name in the Service; null for a single unnamed port
 * @param port the Service's port
 * @param nodePort the port on every node
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NodePortStatus(
    @JsonPropertyDescription("Name of the port within the Service.") @Nullable String name,
    @JsonPropertyDescription("Port that the Service exposes.") @Nullable Integer port,
    @JsonPropertyDescription("Port on each node.") @Nullable Integer nodePort) {}
