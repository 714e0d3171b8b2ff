package io.patternedapp.validate.workload;

import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.workload.DeploymentWorkload;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.format.AllowedValues;
import io.patternedapp.validate.problem.Problems;
import java.util.Objects;
import java.util.Set;

/** Settings of kinds Pod and Deployment. */
public final class PodAndDeploymentSettingsCheck implements SpecCheck {

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
              && (!IntOrPercent.isValid(maxUnavailable) || IntOrPercent.isZero(maxUnavailable)),
          "spec.workload.pod.maxUnavailable",
          WorkloadKindFieldsCheck.FIELD_INVALID,
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
    int minReadySeconds = Objects.requireNonNullElse(deployment.minReadySeconds(), 0);
    int progressDeadlineSeconds =
        Objects.requireNonNullElse(deployment.progressDeadlineSeconds(), DEFAULT_PROGRESS_DEADLINE);
    problems.errorIf(
        progressDeadlineSeconds <= minReadySeconds,
        "spec.workload.deployment.progressDeadlineSeconds",
        WorkloadKindFieldsCheck.FIELD_INVALID,
        "%d seconds are not more than minReadySeconds (%d), so every roll would count as failed:"
            + " raise it",
        progressDeadlineSeconds,
        minReadySeconds);
    if (deployment.strategy() != null) {
      checkStrategy(deployment.strategy(), "spec.workload.deployment.strategy", problems);
    }
  }

  private static void checkStrategy(DeploymentStrategy strategy, String path, Problems problems) {
    AllowedValues.check(
        strategy.getType(), Set.of("Recreate", "RollingUpdate"), path + ".type", problems);
    var rolling = strategy.getRollingUpdate();
    if (rolling == null) {
      return;
    }
    var settings = path + ".rollingUpdate";
    problems.errorIf(
        "Recreate".equals(strategy.getType()),
        settings,
        WorkloadKindFieldsCheck.FIELD_MISPLACED,
        "rollingUpdate goes with type RollingUpdate only: remove it, or change the type");
    IntOrPercent.check(rolling.getMaxSurge(), settings + ".maxSurge", problems);
    IntOrPercent.check(rolling.getMaxUnavailable(), settings + ".maxUnavailable", problems);
    problems.errorIf(
        IntOrPercent.isZero(rolling.getMaxSurge())
            && IntOrPercent.isZero(rolling.getMaxUnavailable()),
        settings + ".maxUnavailable",
        WorkloadKindFieldsCheck.FIELD_INVALID,
        "with maxSurge 0 as well, no Pod could ever be replaced: raise one of them");
  }
}
