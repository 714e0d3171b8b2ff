package io.patternedapp.expand;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPortBuilder;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.PortProtocol;
import io.patternedapp.api.Roles;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Keeps clients from going round the Inbound ambassadors. */
final class NetworkPolicies {

  private NetworkPolicies() {}

  static Optional<NetworkPolicy> of(PatternedApp app) {
    if (!Roles.isIsolated(app.getSpec())) {
      return Optional.empty();
    }
    return Optional.of(
        new NetworkPolicyBuilder()
            .withMetadata(ChildMeta.of(app, app.getMetadata().getName()))
            .withNewSpec()
            .withNewPodSelector()
            .withMatchLabels(ChildMeta.selector(app))
            .endPodSelector()
            .withPolicyTypes("Ingress")
            .addNewIngress()
            .withPorts(openPorts(app))
            .endIngress()
            .endSpec()
            .build());
  }

  private static List<NetworkPolicyPort> openPorts(PatternedApp app) {
    return Roles.of(app.getSpec()).stream()
        .filter(TargetPort::isOpen)
        .flatMap(role -> role.container().getPorts().stream())
        .map(NetworkPolicies::port)
        .distinct()
        .toList();
  }

  private static NetworkPolicyPort port(ContainerPort port) {
    return new NetworkPolicyPortBuilder()
        .withPort(new IntOrString(port.getContainerPort()))
        .withProtocol(Objects.requireNonNullElse(port.getProtocol(), PortProtocol.TCP.name()))
        .build();
  }
}
