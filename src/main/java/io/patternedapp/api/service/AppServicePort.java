package io.patternedapp.api.service;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.IntOrString;
import org.jspecify.annotations.Nullable;

/**
 * A port of the app's Service.
 *
 * @param name the port's name in the Service; null for a single port
 * @param port the port on which the Service listens
 * @param targetPort name or number of a container's port
 * @param nodePort the port on every node; null lets the cluster choose
 * @param protocol TCP when not written
 * @param appProtocol hint for proxies, as in core/v1 ServicePort
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AppServicePort(
    @JsonPropertyDescription(
            "The port's name in the Service. With several ports, one without a name takes the name"
                + " of the container port it targets.")
        @Size(max = 63)
        @Nullable String name,
    @Required @JsonPropertyDescription("The port on which the Service listens.") @Min(1) @Max(65535)
        Integer port,
    @JsonPropertyDescription(
            "Name or number of the container port that answers. Default: the port of this name on"
                + " the Inbound ambassador or else main, or their only port.")
        @Nullable IntOrString targetPort,
    @JsonPropertyDescription(
            "The port on every node, not with type ClusterIP. Default: the cluster chooses one,"
                + " which never changes afterwards.")
        @Min(1)
        @Max(65535)
        @Nullable Integer nodePort,
    @JsonPropertyDescription("TCP (default), UDP or SCTP.") @Default("TCP")
        @Nullable PortProtocol protocol,
    @JsonPropertyDescription("A hint for proxies, as in core/v1 ServicePort.") @Size(max = 253)
        @Nullable String appProtocol) {

  /** The protocol, the default applied. */
  public String protocolOrDefault() {
    return protocol == null ? PortProtocol.TCP.name() : protocol.name();
  }
}
