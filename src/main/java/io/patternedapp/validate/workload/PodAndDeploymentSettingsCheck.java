package io.patternedapp.validate.workload;

import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.workload.DeploymentWorkload;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.problem.Problems;
import java.util.Objects;
import java.util.Set;

/** Checks the settings of kinds Pod and Deployment. */
public final class PodAndDeploymentSettingsCheck implements SpecCheck {

  private static final int DEFAULT_PROGRESS_DEADLINE = 600;
  private static final Set<String> STRATEGY_TYPES = Set.of("Recreate", "RollingUpdate");

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
          "Invalid value %s: must be an integer greater than 0, or a percentage from \"1%%\" to"
              + " \"100%%\"",
          maxUnavailable == null ? null : maxUnavailable.getValue());
      problems.warningIf(
          workload.pod().partitionOrDefault() > spec.replicaCount(),
          "spec.workload.pod.partition",
          "PartitionHoldsAll",
          "the partition exceeds the %d replicas, so no Pod is updated: lower it",
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
        "Invalid value %d: must be greater than minReadySeconds (%d), or every rollout fails;"
            + " raise it",
        progressDeadlineSeconds,
        minReadySeconds);
    if (deployment.strategy() != null) {
      checkStrategy(deployment.strategy(), "spec.workload.deployment.strategy", problems);
    }
  }

  private static void checkStrategy(DeploymentStrategy strategy, String path, Problems problems) {
    var rolling = strategy.getRollingUpdate();
    WorkloadKindFieldsCheck.checkRollingUpdate(
        strategy.getType(), STRATEGY_TYPES, rolling, path, problems);
    if (rolling == null) {
      return;
    }
    var settings = path + ".rollingUpdate";
    IntOrPercent.check(rolling.getMaxSurge(), settings + ".maxSurge", problems);
    IntOrPercent.check(rolling.getMaxUnavailable(), settings + ".maxUnavailable", problems);
    problems.errorIf(
        IntOrPercent.isZero(rolling.getMaxSurge())
            && IntOrPercent.isZero(rolling.getMaxUnavailable()),
        settings + ".maxUnavailable",
        WorkloadKindFieldsCheck.FIELD_INVALID,
        "Invalid value: must not be 0 when maxSurge is 0, because no Pod could be replaced;"
            + " raise one of them");
  }
}
