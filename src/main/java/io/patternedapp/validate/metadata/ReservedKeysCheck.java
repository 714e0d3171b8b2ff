package io.patternedapp.validate.metadata;

import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.network.AdapterMetricsCheck;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;
import java.util.Set;

/** Rejects labels and annotations that the operator sets. */
public final class ReservedKeysCheck implements SpecCheck {

  private static final String OPERATOR_PREFIX = PatternedApp.GROUP + "/";
  private static final Set<String> OPERATOR_LABELS =
      Set.of(
          "app.kubernetes.io/name", "app.kubernetes.io/instance", "app.kubernetes.io/managed-by");
  private static final String DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";
  private static final String PROMETHEUS_PREFIX = "prometheus.io/";
  private static final String REASON = "KeyReserved";

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    for (var labels : MetadataFields.labels(spec)) {
      for (var key : labels.value().keySet()) {
        problems.errorIf(
            key.startsWith(OPERATOR_PREFIX) || OPERATOR_LABELS.contains(key),
            FieldValue.keyPath(labels.path(), key),
            REASON,
            "Forbidden: the operator sets the label %s; remove it",
            key);
      }
    }
    var usesScrapeAnnotations = AdapterMetricsCheck.usesScrapeAnnotations(spec);
    for (var annotations : MetadataFields.annotations(spec)) {
      for (var key : annotations.value().keySet()) {
        problems.errorIf(
            key.startsWith(OPERATOR_PREFIX) || key.equals(DEFAULT_CONTAINER),
            FieldValue.keyPath(annotations.path(), key),
            REASON,
            "Forbidden: the operator sets the annotation %s; remove it",
            key);
        problems.errorIf(
            usesScrapeAnnotations
                && key.startsWith(PROMETHEUS_PREFIX)
                && !annotations.path().equals(MetadataFields.SERVICE_ANNOTATIONS),
            FieldValue.keyPath(annotations.path(), key),
            REASON,
            "Forbidden: the metrics of an adapter set the %s annotations of Pods; remove it, or"
                + " set monitor: None on the adapter",
            PROMETHEUS_PREFIX + "*");
      }
    }
  }
}
