package io.patternedapp.status;

import static io.patternedapp.status.Lab.app;
import static io.patternedapp.status.Lab.message;
import static io.patternedapp.status.Lab.reason;
import static io.patternedapp.status.Lab.reported;
import static io.patternedapp.status.Lab.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.PatternedAppStatus;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeploymentReadyTest {

  private static final PatternedApp APP =
      app("replicas: 2, workload: {kind: Deployment}, main: {image: 'nginx:1.27'}");

  @ParameterizedTest(name = "seen {0}, spec {1}, updated {2}, ready {3}, all {4}: {5}")
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
  void isReadyWhenItsControllerSaysSo(
      long seen,
      int replicas,
      @Nullable Integer updated,
      @Nullable Integer ready,
      @Nullable Integer all,
      boolean expected) {
    var deployment = deployment(seen, replicas, updated, ready, all, "[]");

    assertThat(reason(of(deployment, reported("initok"), reported("initok", "b")), "Ready"))
        .isEqualTo(expected ? "Ready" : "Progressing");
  }

  @Test
  void withoutADeploymentItProgresses() {
    assertThat(message(of(null), "Ready")).isEqualTo("0 of 2 Pods are ready");
  }

  @Test
  void aNewPodInTroubleIsNamedWhileTheOldOnesServe() {
    var status =
        of(
            deployment(4, 2, 1, 2, 3, "[]"),
            reported("initok", "web-a"),
            reported("initok", "web-b"),
            reported("oom", "web-c"));

    assertThat(reason(status, "Ready")).isEqualTo("MainNotReady");
    assertThat(message(status, "Ready")).startsWith("main ran out of memory");
    assertThat(status.roles().get(0).ready()).isEqualTo("2/2");
    assertThat(status.summary().ready()).isEqualTo("1/1");
    assertThat(status.replicas()).isEqualTo(3);
  }

  @Test
  void podsThatEndedWereReplacedAndDoNotCount() {
    var status =
        of(
            deployment(4, 2, 2, 2, 2, "[]"),
            reported("evicted"),
            reported("initok", "web-a"),
            reported("initok", "web-b"));

    assertThat(reason(status, "Ready")).isEqualTo("Ready");
    assertThat(status.replicas()).isEqualTo(2);
  }

  @Test
  void podsStuckOnALostNodeWereReplacedToo() {
    var status = of(deployment(4, 2, 2, 1, 2, "[]"), reported("stuck"), reported("initok"));

    assertThat(reason(AppStatus.of(situation(null, reported("stuck")), Lab.LATER), "Ready"))
        .isEqualTo("Progressing");
    assertThat(reason(status, "Ready")).isEqualTo("Progressing");
  }

  @Test
  void saysWhyNoPodCanBeMade() {
    var refused =
        "[{type: ReplicaFailure, status: 'True', reason: FailedCreate, message: 'pods \"web-1\" is"
            + " forbidden: exceeded quota: q'}]";

    var status = of(deployment(4, 2, 0, 0, 0, refused));

    assertThat(reason(status, "Ready")).isEqualTo("QuotaExceeded");
    assertThat(message(status, "Ready"))
        .isEqualTo(
            "no Pod can be made: pods \"web-1\" is forbidden: exceeded quota: q. Raise the"
                + " ResourceQuota of namespace shop, or ask for less");
  }

  @Test
  void saysWhenARollTakesTooLong() {
    var overdue =
        "[{type: Progressing, status: 'False', reason: ProgressDeadlineExceeded, message: 'ReplicaSet"
            + " \"web-1\" has timed out progressing.'}]";

    var status = of(deployment(4, 2, 1, 1, 2, overdue), reported("novol"), reported("initok"));

    assertThat(reason(status, "Ready")).isEqualTo("ProgressDeadlineExceeded");
  }

  private static PatternedAppStatus of(@Nullable Deployment deployment, Pod... pods) {
    return status(situation(deployment, pods));
  }

  private static Situation situation(@Nullable Deployment deployment, Pod... pods) {
    return new Situation(
        APP, List.of(), Lab.CLEAN, new Observed(Arrays.asList(pods), deployment, null));
  }

  private static Deployment deployment(
      long seen,
      int replicas,
      @Nullable Integer updated,
      @Nullable Integer ready,
      @Nullable Integer all,
      String conditions) {
    return Serialization.unmarshal(
        """
        metadata: {name: web, generation: 4}
        spec: {replicas: %d}
        status: {observedGeneration: %d, updatedReplicas: %d, readyReplicas: %d, replicas: %d, conditions: %s}
        """
            .formatted(replicas, seen, updated, ready, all, conditions),
        Deployment.class);
  }
}
