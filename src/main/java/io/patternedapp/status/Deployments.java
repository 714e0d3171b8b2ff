package io.patternedapp.status;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a Deployment says about itself. */
final class Deployments {

  private Deployments() {}

  /** Whether its controller has seen the newest spec and all replicas are ready on it. */
  static boolean isReady(@Nullable Deployment deployment, int wanted) {
    if (deployment == null || deployment.getStatus() == null) {
      return false;
    }
    var status = deployment.getStatus();
    return isSeen(deployment)
        && deployment.getSpec() != null
        && count(deployment.getSpec().getReplicas()) == wanted
        && Stream.of(status.getUpdatedReplicas(), status.getReadyReplicas(), status.getReplicas())
            .allMatch(n -> count(n) == wanted);
  }

  /** Why its Pods cannot be made. */
  static Optional<Verdict> refused(@Nullable Deployment deployment) {
    return condition(deployment, "ReplicaFailure", Verdict.TRUE)
        .map(c -> Verdict.no(c.getReason(), "no Pod can be made: " + c.getMessage()));
  }

  /** Whether a roll takes longer than it may. */
  static Optional<Verdict> overdue(@Nullable Deployment deployment) {
    return condition(deployment, "Progressing", Verdict.FALSE)
        .map(c -> Verdict.no(c.getReason(), c.getMessage()));
  }

  private static boolean isSeen(Deployment deployment) {
    var generation = deployment.getMetadata().getGeneration();
    var seen = deployment.getStatus().getObservedGeneration();
    return generation == null || (seen != null && seen >= generation);
  }

  private static Optional<DeploymentCondition> condition(
      @Nullable Deployment deployment, String type, String status) {
    return deployment == null || deployment.getStatus() == null
        ? Optional.empty()
        : deployment.getStatus().getConditions().stream()
            .filter(c -> type.equals(c.getType()) && status.equals(c.getStatus()))
            .findFirst();
  }

  private static int count(@Nullable Integer n) {
    return n == null ? 0 : n;
  }
}
