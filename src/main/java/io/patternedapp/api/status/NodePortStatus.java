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
    @JsonPropertyDescription("The port's name in the Service.") @Nullable String name,
    @JsonPropertyDescription("The Service's port.") @Nullable Integer port,
    @JsonPropertyDescription("The port on every node.") @Nullable Integer nodePort) {}
