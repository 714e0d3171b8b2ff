package io.patternedapp.status;

import static io.patternedapp.status.StatusFixture.app;
import static io.patternedapp.status.StatusFixture.message;
import static io.patternedapp.status.StatusFixture.reason;
import static io.patternedapp.status.StatusFixture.recordedPod;
import static io.patternedapp.status.StatusFixture.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.PatternedAppStatus;
import io.patternedapp.status.input.ObservedState;
import io.patternedapp.status.input.StatusInput;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeploymentReadyTest {

  private static final PatternedApp APP =
      app("replicas: 2, workload: {kind: Deployment}, main: {image: 'nginx:1.27'}");

  @ParameterizedTest(name = "observed {0}, spec {1}, updated {2}, ready {3}, total {4}: {5}")
  @CsvSource({
    "4, 2, 2, 2, 2, true",
    "5, 2, 2, 2, 2, true",
    "3, 2, 2, 2, 2, false",
    "4, 1, 2, 2, 2, false",
    "4, 2, 1, 2, 2, false",
    "4, 2, 2, 1, 2, false",
    "4, 2, 2, 2, 3, false",
    "4, 2, , , , false",
  })
  void deploymentIsReadyWhenAllReplicasAreUpdatedAndReady(
      long observedGeneration,
      int replicas,
      @Nullable Integer updated,
      @Nullable Integer ready,
      @Nullable Integer total,
      boolean expected) {
    var deployment = deployment(observedGeneration, replicas, updated, ready, total, "[]");

    assertThat(
            reason(
                statusOf(deployment, recordedPod("initok"), recordedPod("initok", "b")), "Ready"))
        .isEqualTo(expected ? "Ready" : "Progressing");
  }

  @Test
  void appWithoutDeploymentIsProgressing() {
    assertThat(message(statusOf(null), "Ready")).isEqualTo("0 of 2 Pods are ready");
  }

  @Test
  void failingNewPodIsReportedWhileOldPodsServe() {
    var status =
        statusOf(
            deployment(4, 2, 1, 2, 3, "[]"),
            recordedPod("initok", "web-a"),
            recordedPod("initok", "web-b"),
            recordedPod("oom", "web-c"));

    assertThat(reason(status, "Ready")).isEqualTo("MainNotReady");
    assertThat(message(status, "Ready")).startsWith("main ran out of memory");
    assertThat(status.roles().get(0).ready()).isEqualTo("2/2");
    assertThat(status.summary().ready()).isEqualTo("1/1");
    assertThat(status.replicas()).isEqualTo(3);
  }

  @Test
  void failedPodsOfDeploymentAreNotCounted() {
    var status =
        statusOf(
            deployment(4, 2, 2, 2, 2, "[]"),
            recordedPod("evicted"),
            recordedPod("initok", "web-a"),
            recordedPod("initok", "web-b"));

    assertThat(reason(status, "Ready")).isEqualTo("Ready");
    assertThat(status.replicas()).isEqualTo(2);
  }

  @Test
  void deploymentPodStuckOnLostNodeIsNotReportedAsLost() {
    var status =
        statusOf(deployment(4, 2, 2, 1, 2, "[]"), recordedPod("stuck"), recordedPod("initok"));

    assertThat(
            reason(
                AppStatusGenerator.generate(
                    input(null, recordedPod("stuck")), StatusFixture.LATER_CLOCK),
                "Ready"))
        .isEqualTo("Progressing");
    assertThat(reason(status, "Ready")).isEqualTo("Progressing");
  }

  @Test
  void replicaFailureOfDeploymentIsReportedWithItsCause() {
    var replicaFailure =
        "[{type: ReplicaFailure, status: 'True', reason: FailedCreate, message: 'pods \"web-1\" is"
            + " forbidden: exceeded quota: q'}]";

    var status = statusOf(deployment(4, 2, 0, 0, 0, replicaFailure));

    assertThat(reason(status, "Ready")).isEqualTo("QuotaExceeded");
    assertThat(message(status, "Ready"))
        .isEqualTo(
            "Pods cannot be created: pods \"web-1\" is forbidden: exceeded quota: q. Raise the"
                + " ResourceQuota of namespace shop, or reduce the requested resources");
  }

  @Test
  void deploymentExceedingProgressDeadlineIsReported() {
    var overdue =
        "[{type: Progressing, status: 'False', reason: ProgressDeadlineExceeded, message: 'ReplicaSet"
            + " \"web-1\" has timed out progressing.'}]";

    var status =
        statusOf(deployment(4, 2, 1, 1, 2, overdue), recordedPod("novol"), recordedPod("initok"));

    assertThat(reason(status, "Ready")).isEqualTo("ProgressDeadlineExceeded");
  }

  private static PatternedAppStatus statusOf(@Nullable Deployment deployment, Pod... pods) {
    return status(input(deployment, pods));
  }

  private static StatusInput input(@Nullable Deployment deployment, Pod... pods) {
    return new StatusInput(
        APP,
        List.of(),
        StatusFixture.APPLIED_CLEANLY,
        new ObservedState(Arrays.asList(pods), deployment, null));
  }

  private static Deployment deployment(
      long observedGeneration,
      int replicas,
      @Nullable Integer updated,
      @Nullable Integer ready,
      @Nullable Integer total,
      String conditions) {
    return Serialization.unmarshal(
        """
        metadata: {name: web, generation: 4}
        spec: {replicas: %d}
        status: {observedGeneration: %d, updatedReplicas: %d, readyReplicas: %d, replicas: %d, conditions: %s}
        """
            .formatted(replicas, observedGeneration, updated, ready, total, conditions),
        Deployment.class);
  }
}
