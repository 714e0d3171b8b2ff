package io.patternedapp.expand.network;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.SessionAffinityConfig;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.service.AppServicePort;
import io.patternedapp.api.service.ServiceSettings;
import io.patternedapp.expand.metadata.ChildMetadataBuilder;
import io.patternedapp.expand.normalize.KubernetesModelConverter;
import io.patternedapp.model.Labels;
import io.patternedapp.model.ServicePorts;
import io.patternedapp.model.TargetPort;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Generates the Service through which clients reach the app. */
public final class ServiceGenerator {

  private ServiceGenerator() {}

  /** Generates the Service; empty if the spec has no {@code service}. */
  public static Optional<Service> generate(PatternedApp app) {
    return Optional.ofNullable(app.getSpec().service()).map(settings -> service(app, settings));
  }

  private static Service service(PatternedApp app, ServiceSettings settings) {
    var name = Objects.requireNonNullElse(settings.name(), app.getMetadata().getName());
    var ports = ServicePorts.resolve(app.getSpec(), settings);
    return new ServiceBuilder()
        .withMetadata(
            ChildMetadataBuilder.build(app, name, settings.labels(), settings.annotations()))
        .withNewSpec()
        .withType(settings.typeOrDefault().name())
        .withClusterIP(enumName(settings.clusterIP()))
        .withSelector(servingSelector(app))
        .withPorts(
            ports.stream().map(p -> toServicePort(app.getSpec(), p, ports.size() > 1)).toList())
        .withSessionAffinity(enumName(settings.sessionAffinity()))
        .withSessionAffinityConfig(
            KubernetesModelConverter.convertNonEmpty(
                settings.sessionAffinityConfig(), SessionAffinityConfig.class))
        .withExternalTrafficPolicy(enumName(settings.externalTrafficPolicy()))
        .withInternalTrafficPolicy(enumName(settings.internalTrafficPolicy()))
        .withPublishNotReadyAddresses(settings.publishNotReadyAddresses())
        .withLoadBalancerClass(settings.loadBalancerClass())
        .withLoadBalancerSourceRanges(settings.loadBalancerSourceRanges())
        .endSpec()
        .build();
  }

  private static Map<String, String> servingSelector(PatternedApp app) {
    var selector = new TreeMap<>(ChildMetadataBuilder.selector(app));
    selector.put(Labels.SERVING, "true");
    return selector;
  }

  private static ServicePort toServicePort(
      PatternedAppSpec spec, AppServicePort port, boolean multiple) {
    var target = TargetPort.resolve(spec, port);
    if (!(target instanceof TargetPort.Resolved found)) {
      throw new IllegalStateException(
          "unresolved target of port %s: the app is not valid".formatted(port.port()));
    }
    return new ServicePortBuilder()
        .withName(ServicePorts.resolveName(port, target, multiple))
        .withPort(port.port())
        .withProtocol(port.protocolOrDefault())
        .withTargetPort(new IntOrString(found.number()))
        .withNodePort(port.nodePort())
        .withAppProtocol(port.appProtocol())
        .build();
  }

  private static @Nullable String enumName(@Nullable Enum<?> value) {
    return value == null ? null : value.name();
  }
}
