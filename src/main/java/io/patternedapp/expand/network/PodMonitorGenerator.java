package io.patternedapp.expand.network;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.container.Adapter;
import io.patternedapp.api.container.ScrapeDiscovery;
import io.patternedapp.api.monitoring.PodMonitor;
import io.patternedapp.api.monitoring.PodMonitorSpec;
import io.patternedapp.expand.metadata.ChildMetadataBuilder;
import io.patternedapp.model.MetricsPort;
import io.patternedapp.model.Roles;
import java.util.Objects;
import java.util.Optional;

/**
 * Generates the PodMonitor by which the Prometheus operator discovers the metrics of adapters, also
 * of native ones. An endpoint refers to its port by name if the name is unique in the Pod, else by
 * {@code portNumber}, which the Prometheus operator before 0.80 and some other readers of
 * PodMonitors do not support.
 */
public final class PodMonitorGenerator {

  private PodMonitorGenerator() {}

  public static Optional<PodMonitor> generate(PatternedApp app) {
    var endpoints =
        app.getSpec().adapters().stream()
            .map(adapter -> endpoint(app.getSpec(), adapter))
            .flatMap(Optional::stream)
            .toList();
    if (endpoints.isEmpty()) {
      return Optional.empty();
    }
    var monitor = new PodMonitor();
    monitor.setMetadata(ChildMetadataBuilder.build(app, app.getMetadata().getName()));
    monitor.setSpec(
        new PodMonitorSpec(
            new LabelSelectorBuilder().withMatchLabels(ChildMetadataBuilder.selector(app)).build(),
            endpoints));
    return Optional.of(monitor);
  }

  private static Optional<PodMonitorSpec.Endpoint> endpoint(
      PatternedAppSpec spec, Adapter adapter) {
    var metrics = adapter.getMetrics();
    if (metrics == null || metrics.monitorOrDefault() != ScrapeDiscovery.PodMonitor) {
      return Optional.empty();
    }
    return MetricsPort.find(adapter)
        .map(
            port ->
                hasUniquePortName(spec, port)
                    ? new PodMonitorSpec.Endpoint(port.getName(), null, metrics.pathOrDefault())
                    : new PodMonitorSpec.Endpoint(
                        null, port.getContainerPort(), metrics.pathOrDefault()));
  }

  /** Returns whether only one port of the Pod has this name: containers may use the same name. */
  private static boolean hasUniquePortName(PatternedAppSpec spec, ContainerPort port) {
    return port.getName() != null
        && Roles.list(spec).stream()
                .flatMap(role -> role.container().getPorts().stream())
                .filter(other -> Objects.equals(other.getName(), port.getName()))
                .count()
            == 1;
  }
}
