package io.patternedapp.validate;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.patternedapp.api.DeploymentWorkload;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.WorkloadKind;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Settings of what runs the Pods. */
final class WorkloadSettings implements SpecCheck {

  private static final String MISPLACED = "WorkloadFieldMisplaced";
  private static final String INVALID = "WorkloadFieldInvalid";
  private static final Pattern PERCENT = Pattern.compile("([0-9]{1,2}|100)%");
  private static final int DEFAULT_PROGRESS_DEADLINE = 600;

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var workload = spec.workload();
    if (workload == null) {
      return;
    }
    problems.errorIf(
        workload.pod() != null && spec.kind() != WorkloadKind.Pod,
        "spec.workload.pod",
        MISPLACED,
        "workload.pod is used only with kind Pod: remove it or set workload.kind: Pod");
    problems.errorIf(
        workload.deployment() != null && spec.kind() != WorkloadKind.Deployment,
        "spec.workload.deployment",
        MISPLACED,
        "workload.deployment is used only with kind Deployment: remove it or set workload.kind:"
            + " Deployment");
    if (workload.pod() != null) {
      var maxUnavailable = workload.pod().maxUnavailable();
      problems.errorIf(
          maxUnavailable != null && (!isCount(maxUnavailable) || isZero(maxUnavailable)),
          "spec.workload.pod.maxUnavailable",
          INVALID,
          "%s is not possible: use a number of 1 or more, or a share from \"1%%\" to \"100%%\"",
          maxUnavailable == null ? null : maxUnavailable.getValue());
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
        INVALID,
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
        MISPLACED,
        "rollingUpdate goes with type RollingUpdate only: remove it, or change the type");
    checkCount(rolling.getMaxSurge(), settings + ".maxSurge", problems);
    checkCount(rolling.getMaxUnavailable(), settings + ".maxUnavailable", problems);
    problems.errorIf(
        isZero(rolling.getMaxSurge()) && isZero(rolling.getMaxUnavailable()),
        settings + ".maxUnavailable",
        INVALID,
        "with maxSurge 0 as well, no Pod could ever be replaced: raise one of them");
  }

  private static void checkCount(@Nullable IntOrString count, String path, Problems problems) {
    problems.errorIf(
        count != null && !isCount(count),
        path,
        INVALID,
        "%s is not possible: use a number of 0 or more, or a share such as \"25%%\"",
        count == null ? null : count.getValue());
  }

  private static boolean isCount(IntOrString count) {
    return count.getIntVal() != null
        ? count.getIntVal() >= 0
        : count.getStrVal() != null && PERCENT.matcher(count.getStrVal()).matches();
  }

  private static boolean isZero(@Nullable IntOrString count) {
    return count != null
        && (Objects.equals(count.getIntVal(), 0)
            || "0%".equals(count.getStrVal())
            || "00%".equals(count.getStrVal()));
  }
}
