package io.patternedapp.validate.network;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.container.Adapter;
import io.patternedapp.api.container.MetricsEndpoint;
import io.patternedapp.api.container.ScrapeDiscovery;
import io.patternedapp.model.RoleContainer;
import io.patternedapp.model.Roles;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.format.Suggestions;
import io.patternedapp.validate.problem.Problems;
import org.jspecify.annotations.Nullable;

/**
 * Checks the metrics ports of adapters, and that at most one adapter uses the Prometheus
 * annotations, which hold one port.
 */
public final class AdapterMetricsCheck implements SpecCheck {

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    RoleContainer firstAnnotated = null;
    for (var container : Roles.list(spec)) {
      var metrics = container.container() instanceof Adapter adapter ? adapter.getMetrics() : null;
      if (metrics == null) {
        continue;
      }
      checkPort(container, metrics, problems);
      if (metrics.monitorOrDefault() == ScrapeDiscovery.Annotations) {
        checkSingleAnnotated(container, firstAnnotated, problems);
        firstAnnotated = firstAnnotated == null ? container : firstAnnotated;
      }
    }
  }

  /** Returns whether an adapter sets the Prometheus annotations on the Pods. */
  public static boolean usesScrapeAnnotations(PatternedAppSpec spec) {
    return spec.adapters().stream()
        .map(Adapter::getMetrics)
        .anyMatch(m -> m != null && m.monitorOrDefault() == ScrapeDiscovery.Annotations);
  }

  private static void checkPort(
      RoleContainer container, MetricsEndpoint metrics, Problems problems) {
    var port = metrics.port();
    if (port == null || DeclaredPorts.list(container).stream().noneMatch(p -> p.matches(port))) {
      problems.error(
          container.path() + ".metrics.port",
          "MetricsPortUnknown",
          "Not found: adapter \"%s\" declares no port \"%s\"; add it to the adapter's ports, or"
              + " use a declared port; %s",
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
          "Duplicate value: the prometheus.io annotations hold one port, and adapter \"%s\" uses"
              + " them; set monitor: PodMonitor or None here",
          first.name());
    }
  }
}
