package io.patternedapp.operator;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.patternedapp.operator.metrics.Result;
import java.net.HttpURLConnection;

/** Tells what kind of failure ended a reconcile. */
final class Results {

  private Results() {}

  static Result of(Exception failure) {
    if (failure instanceof NotAppliedException) {
      return Result.NOT_APPLIED;
    }
    if (failure instanceof KubernetesClientException refused) {
      return refused.getCode() == HttpURLConnection.HTTP_CONFLICT
          ? Result.CONFLICT
          : Result.API_ERROR;
    }
    return Result.ERROR;
  }
}
