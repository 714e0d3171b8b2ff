package io.patternedapp.model.workload;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.model.condition.ConditionState;
import io.patternedapp.model.condition.Reason;
import io.patternedapp.model.condition.RejectionClassifier;
import io.patternedapp.model.condition.Remediation;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks the readiness and the failure conditions of Deployments. */
public final class DeploymentReadiness {

  private DeploymentReadiness() {}

  /**
   * Checks that the controller has observed the current spec and that all replicas are ready on it.
   */
  static boolean isReady(@Nullable Deployment deployment, int desiredReplicas) {
    if (deployment == null || deployment.getStatus() == null) {
      return false;
    }
    var status = deployment.getStatus();
    return WorkloadStatusFields.isGenerationObserved(deployment, status.getObservedGeneration())
        && deployment.getSpec() != null
        && WorkloadStatusFields.count(deployment.getSpec().getReplicas()) == desiredReplicas
        && Stream.of(status.getUpdatedReplicas(), status.getReadyReplicas(), status.getReplicas())
            .allMatch(n -> WorkloadStatusFields.count(n) == desiredReplicas);
  }

  /** Returns why the controller cannot create Pods; empty if it can. */
  public static Optional<ConditionState> creationFailure(
      PatternedApp app, @Nullable Deployment deployment) {
    return condition(deployment, "ReplicaFailure", ConditionState.TRUE)
        .filter(c -> "FailedCreate".equals(c.getReason()))
        .map(c -> creationFailure(app, Objects.requireNonNullElse(c.getMessage(), "")));
  }

  /** Classifies the message of the API server, which the controller passes on. */
  private static ConditionState creationFailure(PatternedApp app, String message) {
    var reason = RejectionClassifier.classify(message).orElse(Reason.FailedCreate);
    var deployment = "Deployment/" + app.getMetadata().getName();
    return ConditionState.ofFalse(
        reason,
        Remediation.append(
            "Pods cannot be created: " + message, Remediation.forReason(app, reason, deployment)));
  }

  /** Returns that a rollout exceeded its progress deadline; empty if it did not. */
  public static Optional<ConditionState> deadlineExceeded(@Nullable Deployment deployment) {
    return condition(deployment, "Progressing", ConditionState.FALSE)
        .map(
            c ->
                ConditionState.ofFalse(
                    Reason.ProgressDeadlineExceeded,
                    Remediation.append(
                        Objects.requireNonNullElse(
                            c.getMessage(), "the rollout exceeded its progress deadline"),
                        "The rollout continues automatically when the Pods become ready; run:"
                            + " kubectl describe deployment "
                            + deployment.getMetadata().getName())));
  }

  private static Optional<DeploymentCondition> condition(
      @Nullable Deployment deployment, String type, String status) {
    return deployment == null || deployment.getStatus() == null
        ? Optional.empty()
        : deployment.getStatus().getConditions().stream()
            .filter(c -> type.equals(c.getType()) && status.equals(c.getStatus()))
            .findFirst();
  }
}
