package io.patternedapp.expand;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.PortProtocol;
import io.patternedapp.api.Role;
import io.patternedapp.api.Roles;
import io.patternedapp.api.ServiceType;
import io.patternedapp.api.WorkloadKind;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The Service by which each Pod of a StatefulSet has a DNS name, Ready or not. */
final class HeadlessServices {

  private static final Set<Role> WITH_PORTS = Set.of(Role.MAIN, Role.AMBASSADOR);
  private static final String NO_IP = "None";

  private HeadlessServices() {}

  static Optional<Service> of(PatternedApp app) {
    if (app.getSpec().kind() != WorkloadKind.StatefulSet) {
      return Optional.empty();
    }
    return Optional.of(
        new ServiceBuilder()
            .withMetadata(ChildMeta.of(app, Names.headless(app.getMetadata().getName())))
            .withNewSpec()
            .withType(ServiceType.ClusterIP.name())
            .withClusterIP(NO_IP)
            .withPublishNotReadyAddresses(true)
            .withSelector(ChildMeta.selector(app))
            .withPorts(ports(app.getSpec()))
            .endSpec()
            .build());
  }

  private static List<ServicePort> ports(PatternedAppSpec spec) {
    var taken = new HashSet<String>();
    return Roles.of(spec).stream()
        .filter(role -> WITH_PORTS.contains(role.role()))
        .flatMap(role -> role.container().getPorts().stream())
        .map(port -> port(port, taken))
        .toList();
  }

  /** Names of ports are unique in a container, but several containers may use the same. */
  private static ServicePort port(ContainerPort port, Set<String> taken) {
    var protocol = Objects.requireNonNullElse(port.getProtocol(), PortProtocol.TCP.name());
    var name = port.getName();
    if (name == null || !taken.add(name)) {
      name = protocol.toLowerCase(Locale.ROOT) + "-" + port.getContainerPort();
      taken.add(name);
    }
    return new ServicePortBuilder()
        .withName(name)
        .withPort(port.getContainerPort())
        .withProtocol(protocol)
        .withTargetPort(new IntOrString(port.getContainerPort()))
        .build();
  }
}
