package io.patternedapp.model;

import io.fabric8.kubernetes.api.model.ContainerPort;
import io.patternedapp.api.container.Adapter;
import java.util.Optional;

/** Resolves the port on which an adapter serves its metrics. */
public final class MetricsPort {

  private MetricsPort() {}

  /** Returns the adapter's port that its metrics refer to; empty if the adapter declares none. */
  public static Optional<ContainerPort> find(Adapter adapter) {
    var metrics = adapter.getMetrics();
    return metrics == null || metrics.port() == null
        ? Optional.empty()
        : adapter.getPorts().stream()
            .filter(port -> PortReference.matches(metrics.port(), port))
            .findFirst();
  }
}
