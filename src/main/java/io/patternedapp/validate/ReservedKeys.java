package io.patternedapp.validate;

import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.PatternedAppSpec;
import java.util.Set;

/** Labels and annotations that the operator writes itself. */
final class ReservedKeys implements SpecCheck {

  private static final String PREFIX = PatternedApp.GROUP + "/";
  private static final Set<String> LABELS =
      Set.of(
          "app.kubernetes.io/name", "app.kubernetes.io/instance", "app.kubernetes.io/managed-by");
  private static final String DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";
  private static final String PROMETHEUS = "prometheus.io/";
  private static final String REASON = "KeyReserved";

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    for (var labels : Metadata.labels(spec)) {
      for (var key : labels.value().keySet()) {
        problems.errorIf(
            key.startsWith(PREFIX) || LABELS.contains(key),
            Located.key(labels.path(), key),
            REASON,
            "the operator sets the label %s itself: remove it",
            key);
      }
    }
    var annotated = AdapterMetrics.areAnnotated(spec);
    for (var annotations : Metadata.annotations(spec)) {
      for (var key : annotations.value().keySet()) {
        problems.errorIf(
            key.startsWith(PREFIX) || key.equals(DEFAULT_CONTAINER),
            Located.key(annotations.path(), key),
            REASON,
            "the operator sets the annotation %s itself: remove it",
            key);
        problems.errorIf(
            annotated
                && key.startsWith(PROMETHEUS)
                && !annotations.path().equals(Metadata.SERVICE_ANNOTATIONS),
            Located.key(annotations.path(), key),
            REASON,
            "an adapter's metrics set the %s annotations of Pods: remove it, or set monitor: None"
                + " there",
            PROMETHEUS + "*");
      }
    }
  }
}
