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
 * A port of the Service.
 *
 * @param name name of the port within the Service
 * @param port port that the Service exposes
 * @param targetPort name or number of the target port of a container; defaults to the port with
 *     this name, or else the only port, of the Inbound ambassador if there is one, else of main
 * @param nodePort port on each node; defaults to a port that Kubernetes allocates, which does not
 *     change afterwards
 * @param protocol IP protocol of the port: TCP, UDP or SCTP
 * @param appProtocol application protocol of the port, a hint for implementations, as in core/v1
 *     ServicePort
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AppServicePort(
    @JsonPropertyDescription(
            "Name of the port within the Service. If the Service has several ports, a port"
                + " without a name takes the name of its target port.")
        @Size(max = 63)
        @Nullable String name,
    @Required @JsonPropertyDescription("Port that the Service exposes.") @Min(1) @Max(65535)
        Integer port,
    @JsonPropertyDescription(
            "Name or number of the target port of a container. Defaults to the port with this"
                + " name, or else the only port, of the Inbound ambassador if there is one, else"
                + " of main.")
        @Nullable IntOrString targetPort,
    @JsonPropertyDescription(
            "Port on each node. Not for type ClusterIP. Defaults to a port that Kubernetes"
                + " allocates, which does not change afterwards.")
        @Min(1)
        @Max(65535)
        @Nullable Integer nodePort,
    @JsonPropertyDescription("IP protocol of the port: TCP, UDP or SCTP.") @Default("TCP")
        @Nullable PortProtocol protocol,
    @JsonPropertyDescription(
            "Application protocol of the port, a hint for implementations, as in core/v1"
                + " ServicePort.")
        @Size(max = 253)
        @Nullable String appProtocol) {

  /** Returns the protocol, or its default. */
  public String protocolOrDefault() {
    return protocol == null ? PortProtocol.TCP.name() : protocol.name();
  }
}
