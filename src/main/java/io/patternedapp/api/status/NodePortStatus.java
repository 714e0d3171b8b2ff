package io.patternedapp.api.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/**
 * A node port of the Service.
 *
 * @param name name of the port within the Service
 * @param port port that the Service exposes
 * @param nodePort port on each node
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NodePortStatus(
    @JsonPropertyDescription("Name of the port within the Service.") @Nullable String name,
    @JsonPropertyDescription("Port that the Service exposes.") @Nullable Integer port,
    @JsonPropertyDescription("Port on each node.") @Nullable Integer nodePort) {}
