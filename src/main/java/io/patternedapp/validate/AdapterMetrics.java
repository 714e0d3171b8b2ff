package io.patternedapp.validate;

import io.patternedapp.api.Adapter;
import io.patternedapp.api.Metrics;
import io.patternedapp.api.Monitor;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.RoleContainer;
import io.patternedapp.api.Roles;
import org.jspecify.annotations.Nullable;

/** Where adapters serve metrics, and that annotations hold the port of only one of them. */
final class AdapterMetrics implements SpecCheck {

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    RoleContainer annotated = null;
    for (var container : Roles.of(spec)) {
      var metrics = container.container() instanceof Adapter adapter ? adapter.getMetrics() : null;
      if (metrics == null) {
        continue;
      }
      checkPort(container, metrics, problems);
      if (metrics.monitorOrDefault() == Monitor.Annotations) {
        checkOnlyOne(container, annotated, problems);
        annotated = annotated == null ? container : annotated;
      }
    }
  }

  /** Whether an adapter has its metrics announced by annotations on the Pods. */
  static boolean areAnnotated(PatternedAppSpec spec) {
    return spec.adapters().stream()
        .map(Adapter::getMetrics)
        .anyMatch(m -> m != null && m.monitorOrDefault() == Monitor.Annotations);
  }

  private static void checkPort(RoleContainer container, Metrics metrics, Problems problems) {
    var port = metrics.port();
    if (port == null || Ports.of(container).stream().noneMatch(p -> p.answersTo(port))) {
      problems.error(
          container.path() + ".metrics.port",
          "MetricsPortUnknown",
          "adapter \"%s\" declares no port \"%s\": add it to its ports, or name one of them: %s",
          container.name(),
          port == null ? "" : port.getValue(),
          Nearest.hint(port == null ? "" : port.getStrVal(), Ports.names(container)));
    }
  }

  private static void checkOnlyOne(
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
