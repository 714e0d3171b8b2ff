package io.patternedapp.operator;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.patternedapp.operator.metrics.ReconcileOutcome;
import java.net.HttpURLConnection;

/** Maps the exception of a failed reconcile to its outcome for the metrics. */
final class ReconcileOutcomeClassifier {

  private ReconcileOutcomeClassifier() {}

  static ReconcileOutcome classify(Exception failure) {
    if (failure instanceof NotAppliedException) {
      return ReconcileOutcome.NOT_APPLIED;
    }
    if (failure instanceof KubernetesClientException apiError) {
      return apiError.getCode() == HttpURLConnection.HTTP_CONFLICT
          ? ReconcileOutcome.CONFLICT
          : ReconcileOutcome.API_ERROR;
    }
    return ReconcileOutcome.ERROR;
  }
}
