package io.patternedapp.expand.network;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.service.PortProtocol;
import io.patternedapp.api.service.ServiceType;
import io.patternedapp.api.workload.WorkloadKind;
import io.patternedapp.expand.metadata.ChildMetadataBuilder;
import io.patternedapp.model.ContainerRole;
import io.patternedapp.model.ResourceNames;
import io.patternedapp.model.Roles;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Generates the headless Service of a StatefulSet, which gives each Pod a DNS name. */
public final class HeadlessServiceGenerator {

  private static final Set<ContainerRole> ROLES_WITH_PORTS =
      Set.of(ContainerRole.MAIN, ContainerRole.AMBASSADOR);
  private static final String HEADLESS = "None";

  private HeadlessServiceGenerator() {}

  public static Optional<Service> generate(PatternedApp app) {
    if (app.getSpec().workloadKind() != WorkloadKind.StatefulSet) {
      return Optional.empty();
    }
    return Optional.of(
        new ServiceBuilder()
            .withMetadata(
                ChildMetadataBuilder.build(
                    app, ResourceNames.headlessService(app.getMetadata().getName())))
            .withNewSpec()
            .withType(ServiceType.ClusterIP.name())
            .withClusterIP(HEADLESS)
            .withPublishNotReadyAddresses(true)
            .withSelector(ChildMetadataBuilder.selector(app))
            .withPorts(servicePorts(app.getSpec()))
            .endSpec()
            .build());
  }

  private static List<ServicePort> servicePorts(PatternedAppSpec spec) {
    var taken = new HashSet<String>();
    return Roles.list(spec).stream()
        .filter(role -> ROLES_WITH_PORTS.contains(role.role()))
        .flatMap(role -> role.container().getPorts().stream())
        .map(port -> toServicePort(port, taken))
        .toList();
  }

  /** Makes port names unique: they are unique only within a container. */
  private static ServicePort toServicePort(ContainerPort port, Set<String> taken) {
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
