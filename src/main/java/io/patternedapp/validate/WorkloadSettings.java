package io.patternedapp.validate;

import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.patternedapp.api.DeploymentWorkload;
import io.patternedapp.api.PatternedAppSpec;
import java.util.Objects;
import java.util.Set;

/** Settings of kinds Pod and Deployment. */
final class WorkloadSettings implements SpecCheck {

  private static final int DEFAULT_PROGRESS_DEADLINE = 600;

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var workload = spec.workload();
    if (workload == null) {
      return;
    }
    if (workload.pod() != null) {
      var maxUnavailable = workload.pod().maxUnavailable();
      problems.errorIf(
          maxUnavailable != null
              && (!Counts.isCount(maxUnavailable) || Counts.isZero(maxUnavailable)),
          "spec.workload.pod.maxUnavailable",
          WorkloadMembers.INVALID,
          "%s is not possible: use a number of 1 or more, or a share from \"1%%\" to \"100%%\"",
          maxUnavailable == null ? null : maxUnavailable.getValue());
      problems.warningIf(
          workload.pod().partitionOrDefault() > spec.replicaCount(),
          "spec.workload.pod.partition",
          "PartitionHoldsAll",
          "there are only %d replicas, so no Pod gets a change: lower it",
          spec.replicaCount());
    }
    if (workload.deployment() != null) {
      checkDeployment(workload.deployment(), problems);
    }
  }

  private static void checkDeployment(DeploymentWorkload deployment, Problems problems) {
    int ready = Objects.requireNonNullElse(deployment.minReadySeconds(), 0);
    int deadline =
        Objects.requireNonNullElse(deployment.progressDeadlineSeconds(), DEFAULT_PROGRESS_DEADLINE);
    problems.errorIf(
        deadline <= ready,
        "spec.workload.deployment.progressDeadlineSeconds",
        WorkloadMembers.INVALID,
        "%d seconds are not more than minReadySeconds (%d), so every roll would count as failed:"
            + " raise it",
        deadline,
        ready);
    if (deployment.strategy() != null) {
      checkStrategy(deployment.strategy(), "spec.workload.deployment.strategy", problems);
    }
  }

  private static void checkStrategy(DeploymentStrategy strategy, String path, Problems problems) {
    Enums.check(strategy.getType(), Set.of("Recreate", "RollingUpdate"), path + ".type", problems);
    var rolling = strategy.getRollingUpdate();
    if (rolling == null) {
      return;
    }
    var settings = path + ".rollingUpdate";
    problems.errorIf(
        "Recreate".equals(strategy.getType()),
        settings,
        WorkloadMembers.MISPLACED,
        "rollingUpdate goes with type RollingUpdate only: remove it, or change the type");
    Counts.check(rolling.getMaxSurge(), settings + ".maxSurge", problems);
    Counts.check(rolling.getMaxUnavailable(), settings + ".maxUnavailable", problems);
    problems.errorIf(
        Counts.isZero(rolling.getMaxSurge()) && Counts.isZero(rolling.getMaxUnavailable()),
        settings + ".maxUnavailable",
        WorkloadMembers.INVALID,
        "with maxSurge 0 as well, no Pod could ever be replaced: raise one of them");
  }
}
