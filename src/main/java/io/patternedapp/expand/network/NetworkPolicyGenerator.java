package io.patternedapp.expand.network;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPortBuilder;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.service.PortProtocol;
import io.patternedapp.expand.metadata.ChildMetadataBuilder;
import io.patternedapp.model.Roles;
import io.patternedapp.model.TargetPort;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Generates the NetworkPolicy that blocks traffic past the Inbound ambassadors. */
public final class NetworkPolicyGenerator {

  private NetworkPolicyGenerator() {}

  public static Optional<NetworkPolicy> generate(PatternedApp app) {
    if (!Roles.isIsolated(app.getSpec())) {
      return Optional.empty();
    }
    return Optional.of(
        new NetworkPolicyBuilder()
            .withMetadata(ChildMetadataBuilder.build(app, app.getMetadata().getName()))
            .withNewSpec()
            .withNewPodSelector()
            .withMatchLabels(ChildMetadataBuilder.selector(app))
            .endPodSelector()
            .withPolicyTypes("Ingress")
            .addNewIngress()
            .withPorts(admittedPorts(app))
            .endIngress()
            .endSpec()
            .build());
  }

  private static List<NetworkPolicyPort> admittedPorts(PatternedApp app) {
    return Roles.list(app.getSpec()).stream()
        .filter(TargetPort::admitsTraffic)
        .flatMap(role -> role.container().getPorts().stream())
        .map(NetworkPolicyGenerator::toPolicyPort)
        .distinct()
        .toList();
  }

  private static NetworkPolicyPort toPolicyPort(ContainerPort port) {
    return new NetworkPolicyPortBuilder()
        .withPort(new IntOrString(port.getContainerPort()))
        .withProtocol(Objects.requireNonNullElse(port.getProtocol(), PortProtocol.TCP.name()))
        .build();
  }
}
