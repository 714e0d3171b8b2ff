package io.patternedapp.status;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.patternedapp.api.PatternedApp;
import java.util.Objects;
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
  static Optional<Verdict> refused(PatternedApp app, @Nullable Deployment deployment) {
    return condition(deployment, "ReplicaFailure", Verdict.TRUE)
        .filter(c -> "FailedCreate".equals(c.getReason()))
        .map(c -> refused(app, Objects.requireNonNullElse(c.getMessage(), "")));
  }

  /** Its controller's words are those of the API server, as if the operator had been refused. */
  private static Verdict refused(PatternedApp app, String words) {
    var reason = Refusals.of(words).orElse(Reason.PodsNotMade);
    var deployment = "Deployment/" + app.getMetadata().getName();
    return Verdict.no(
        reason, Advice.after("no Pod can be made: " + words, Advice.on(app, reason, deployment)));
  }

  /** Whether a roll takes longer than it may. */
  static Optional<Verdict> overdue(@Nullable Deployment deployment) {
    return condition(deployment, "Progressing", Verdict.FALSE)
        .map(
            c ->
                Verdict.no(
                    Reason.ProgressDeadlineExceeded,
                    Advice.after(
                        Objects.requireNonNullElse(c.getMessage(), "the roll takes too long"),
                        "It goes on by itself once the Pods get ready: see kubectl describe"
                            + " deployment "
                            + deployment.getMetadata().getName())));
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
