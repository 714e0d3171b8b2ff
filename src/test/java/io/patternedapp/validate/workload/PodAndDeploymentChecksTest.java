package io.patternedapp.validate.workload;

import io.patternedapp.validate.Findings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodAndDeploymentChecksTest {

  private static final String DEPLOYMENT = "workload: {kind: Deployment, deployment: {%s}}";
  private static final String ROLLING = "strategy: {rollingUpdate: {%s}}";

  @Test
  void podAndDeploymentSettingsRequireTheirWorkloadKind() {
    Findings.in("workload: {kind: Deployment, pod: {}}")
        .are("spec.workload.pod WorkloadFieldMisplaced");
    Findings.in("workload: {deployment: {}}")
        .are("spec.workload.deployment WorkloadFieldMisplaced");
    Findings.in("workload: {kind: Pod, pod: {}}").none();
    Findings.in("workload: {}").none();
    Findings.in(DEPLOYMENT.formatted("")).none();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "10", "1%", "'100%'", "25%"})
  void validMaxUnavailableIsAccepted(String count) {
    Findings.in("workload: {pod: {maxUnavailable: %s}}".formatted(count)).none();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "0%", "00%", "101%", "'1'", "'%'", "a%", "''"})
  void invalidMaxUnavailableIsRejected(String count) {
    Findings.in("workload: {pod: {maxUnavailable: %s}}".formatted(count))
        .are("spec.workload.pod.maxUnavailable WorkloadFieldInvalid")
        .saying("a percentage from \"1%\" to \"100%\"");
  }

  @Test
  void progressDeadlineMustExceedMinReadySeconds() {
    Findings.in(DEPLOYMENT.formatted("minReadySeconds: 5, progressDeadlineSeconds: 6")).none();
    Findings.in(DEPLOYMENT.formatted("minReadySeconds: 5, progressDeadlineSeconds: 5"))
        .are("spec.workload.deployment.progressDeadlineSeconds WorkloadFieldInvalid");
    Findings.in(DEPLOYMENT.formatted("minReadySeconds: 600"))
        .are("spec.workload.deployment.progressDeadlineSeconds WorkloadFieldInvalid");
    Findings.in(DEPLOYMENT.formatted("minReadySeconds: 599")).none();
    Findings.in(DEPLOYMENT.formatted("progressDeadlineSeconds: 1")).none();
  }

  @Test
  void invalidDeploymentStrategyIsRejected() {
    Findings.in(DEPLOYMENT.formatted("strategy: {type: Recreate}")).none();
    Findings.in(DEPLOYMENT.formatted("strategy: {type: BlueGreen}"))
        .are("spec.workload.deployment.strategy.type ValueUnknown");
    Findings.in(DEPLOYMENT.formatted("strategy: {type: Recreate, rollingUpdate: {}}"))
        .are("spec.workload.deployment.strategy.rollingUpdate WorkloadFieldMisplaced");
  }

  @Test
  void deploymentRollingUpdateThatCannotProgressIsRejected() {
    Findings.in(DEPLOYMENT.formatted(ROLLING.formatted("maxSurge: 0, maxUnavailable: 1"))).none();
    Findings.in(DEPLOYMENT.formatted(ROLLING.formatted("maxSurge: 25%, maxUnavailable: 0"))).none();
    Findings.in(DEPLOYMENT.formatted(ROLLING.formatted("maxSurge: 0"))).none();
    Findings.in(DEPLOYMENT.formatted(ROLLING.formatted("maxSurge: 0, maxUnavailable: 0%")))
        .are("spec.workload.deployment.strategy.rollingUpdate.maxUnavailable WorkloadFieldInvalid")
        .saying("no Pod could be replaced");
    Findings.in(DEPLOYMENT.formatted(ROLLING.formatted("maxSurge: -1, maxUnavailable: 101%")))
        .are(
            "spec.workload.deployment.strategy.rollingUpdate.maxSurge WorkloadFieldInvalid",
            "spec.workload.deployment.strategy.rollingUpdate.maxUnavailable WorkloadFieldInvalid");
  }

  @Test
  void partitionAboveReplicasIsAWarning() {
    Findings.in("replicas: 3\nworkload: {pod: {partition: 3}}").none();
    Findings.in("replicas: 3\nworkload: {pod: {partition: 4}}")
        .are("warning spec.workload.pod.partition PartitionHoldsAll");
  }

  @ParameterizedTest
  @ValueSource(strings = {"minAvailable: 1", "maxUnavailable: 1", "minAvailable: 50%"})
  void disruptionBudgetWithOneLimitIsAccepted(String budget) {
    Findings.in("replicas: 3\ndisruptionBudget: {%s}".formatted(budget)).none();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "minAvailable: 1, maxUnavailable: 1"})
  void disruptionBudgetWithNoneOrBothLimitsIsRejected(String budget) {
    Findings.in("replicas: 3\ndisruptionBudget: {%s}".formatted(budget))
        .are("spec.disruptionBudget DisruptionBudgetInvalid")
        .saying("exactly one of minAvailable and maxUnavailable is required");
  }

  @ParameterizedTest
  @ValueSource(strings = {"maxUnavailable: 0", "minAvailable: 3", "minAvailable: 100%"})
  void disruptionBudgetThatAllowsNoEvictionIsAWarning(String budget) {
    Findings.in("replicas: 3\ndisruptionBudget: {%s}".formatted(budget))
        .are("warning spec.disruptionBudget DisruptionBudgetTooTight");
  }

  @Test
  void disruptionBudgetWithInvalidValueOrWorkloadKindIsRejected() {
    Findings.in("replicas: 3\ndisruptionBudget: {minAvailable: 101%}")
        .are("spec.disruptionBudget.minAvailable WorkloadFieldInvalid");
    Findings.in("replicas: 3\ndisruptionBudget: {maxUnavailable: -1}")
        .are("spec.disruptionBudget.maxUnavailable WorkloadFieldInvalid");
    Findings.in("workload: {kind: DaemonSet}\ndisruptionBudget: {maxUnavailable: 1}")
        .are("spec.disruptionBudget DisruptionBudgetInvalid")
        .saying("a DaemonSet does not have");
  }
}
