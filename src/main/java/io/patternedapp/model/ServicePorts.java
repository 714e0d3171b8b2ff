package io.patternedapp.model;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.service.AppServicePort;
import io.patternedapp.api.service.PortProtocol;
import io.patternedapp.api.service.ServiceSettings;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Resolves the ports of the Service and their names. */
public final class ServicePorts {

  private ServicePorts() {}

  /** Returns the ports in the spec, or else one for each port of the entry containers. */
  public static List<AppServicePort> resolve(PatternedAppSpec spec, ServiceSettings service) {
    if (!service.ports().isEmpty()) {
      return service.ports();
    }
    return TargetPort.entryContainers(spec).stream()
        .flatMap(container -> container.getPorts().stream())
        .map(
            port ->
                new AppServicePort(
                    port.getName(),
                    port.getContainerPort(),
                    new IntOrString(port.getContainerPort()),
                    null,
                    port.getProtocol() == null ? null : PortProtocol.valueOf(port.getProtocol()),
                    null))
        .toList();
  }

  /** Returns the name of a Service port; one of several without a name gets its target's name. */
  public static @Nullable String resolveName(
      AppServicePort port, TargetPort target, boolean multiple) {
    if (port.name() != null || !multiple) {
      return port.name();
    }
    var name = target instanceof TargetPort.Resolved found ? found.name() : null;
    return Objects.requireNonNullElse(name, "port-" + port.port());
  }
}
