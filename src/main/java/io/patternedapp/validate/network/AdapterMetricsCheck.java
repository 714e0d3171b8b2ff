package io.patternedapp.validate.network;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.container.Adapter;
import io.patternedapp.api.container.MetricsEndpoint;
import io.patternedapp.api.container.ScrapeDiscovery;
import io.patternedapp.model.MetricsPort;
import io.patternedapp.model.RoleContainer;
import io.patternedapp.model.Roles;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.format.Suggestions;
import io.patternedapp.validate.problem.Problems;
import org.jspecify.annotations.Nullable;

/** Where adapters serve metrics, and that annotations hold the port of only one of them. */
public final class AdapterMetricsCheck implements SpecCheck {

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    RoleContainer firstAnnotated = null;
    for (var container : Roles.list(spec)) {
      if (!(container.container() instanceof Adapter adapter) || adapter.getMetrics() == null) {
        continue;
      }
      var metrics = adapter.getMetrics();
      checkPort(container, adapter, metrics, problems);
      if (metrics.monitorOrDefault() == ScrapeDiscovery.Annotations) {
        checkSingleAnnotated(container, firstAnnotated, problems);
        firstAnnotated = firstAnnotated == null ? container : firstAnnotated;
      }
    }
  }

  /** Whether an adapter has its metrics announced by annotations on the Pods. */
  public static boolean usesScrapeAnnotations(PatternedAppSpec spec) {
    return spec.adapters().stream()
        .map(Adapter::getMetrics)
        .anyMatch(m -> m != null && m.monitorOrDefault() == ScrapeDiscovery.Annotations);
  }

  private static void checkPort(
      RoleContainer container, Adapter adapter, MetricsEndpoint metrics, Problems problems) {
    if (MetricsPort.find(adapter).isEmpty()) {
      var port = metrics.port();
      problems.error(
          container.path() + ".metrics.port",
          "MetricsPortUnknown",
          "adapter \"%s\" declares no port \"%s\": add it to its ports, or name one of them: %s",
          container.name(),
          port == null ? "" : port.getValue(),
          Suggestions.didYouMean(
              port == null ? "" : port.getStrVal(), DeclaredPorts.names(container)));
    }
  }

  private static void checkSingleAnnotated(
      RoleContainer container, @Nullable RoleContainer first, Problems problems) {
    if (first != null) {
      problems.error(
          container.path() + ".metrics.monitor",
          "MetricsAnnotationsTaken",
          "the prometheus.io annotations hold one port, and that is the one of adapter \"%s\": set"
              + " monitor: PodMonitor here, or None",
          first.name());
    }
  }
}
