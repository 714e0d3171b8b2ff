package io.patternedapp.expand;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.SessionAffinityConfig;
import io.patternedapp.api.AppServicePort;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.PortProtocol;
import io.patternedapp.api.ServiceSettings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How clients reach the app. */
public final class Services {

  private Services() {}

  /** The ports of the Service: as written, or else every port of the container in front. */
  public static List<AppServicePort> ports(PatternedAppSpec spec, ServiceSettings service) {
    if (!service.ports().isEmpty()) {
      return service.ports();
    }
    return TargetPort.front(spec).stream()
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

  /** The name of a port in the Service: a single port needs none, several take their target's. */
  public static @Nullable String portName(AppServicePort port, TargetPort target, boolean several) {
    if (port.name() != null || !several) {
      return port.name();
    }
    var name = target instanceof TargetPort.Found found ? found.name() : null;
    return Objects.requireNonNullElse(name, "port-" + port.port());
  }

  static Optional<Service> of(PatternedApp app) {
    return Optional.ofNullable(app.getSpec().service()).map(settings -> service(app, settings));
  }

  private static Service service(PatternedApp app, ServiceSettings settings) {
    var name = Objects.requireNonNullElse(settings.name(), app.getMetadata().getName());
    var ports = ports(app.getSpec(), settings);
    return new ServiceBuilder()
        .withMetadata(ChildMeta.of(app, name, settings.labels(), settings.annotations()))
        .withNewSpec()
        .withType(settings.typeOrDefault().name())
        .withClusterIP(text(settings.clusterIP()))
        .withSelector(selector(app))
        .withPorts(ports.stream().map(p -> port(app.getSpec(), p, ports.size() > 1)).toList())
        .withSessionAffinity(text(settings.sessionAffinity()))
        .withSessionAffinityConfig(
            ModelCopy.ofSaid(settings.sessionAffinityConfig(), SessionAffinityConfig.class))
        .withExternalTrafficPolicy(text(settings.externalTrafficPolicy()))
        .withInternalTrafficPolicy(text(settings.internalTrafficPolicy()))
        .withPublishNotReadyAddresses(settings.publishNotReadyAddresses())
        .withLoadBalancerClass(settings.loadBalancerClass())
        .withLoadBalancerSourceRanges(settings.loadBalancerSourceRanges())
        .endSpec()
        .build();
  }

  private static Map<String, String> selector(PatternedApp app) {
    var selector = new TreeMap<>(ChildMeta.selector(app));
    selector.put(Names.SERVING_LABEL, "true");
    return selector;
  }

  private static ServicePort port(PatternedAppSpec spec, AppServicePort port, boolean several) {
    var target = TargetPort.of(spec, port);
    if (!(target instanceof TargetPort.Found found)) {
      throw new IllegalStateException("validated before: port %s".formatted(port.port()));
    }
    return new ServicePortBuilder()
        .withName(portName(port, target, several))
        .withPort(port.port())
        .withProtocol(port.protocolOrDefault())
        .withTargetPort(new IntOrString(found.number()))
        .withNodePort(port.nodePort())
        .withAppProtocol(port.appProtocol())
        .build();
  }

  private static @Nullable String text(@Nullable Enum<?> value) {
    return value == null ? null : value.name();
  }
}
