package io.patternedapp.status;

import static io.patternedapp.status.StatusFixture.app;
import static io.patternedapp.status.StatusFixture.message;
import static io.patternedapp.status.StatusFixture.reason;
import static io.patternedapp.status.StatusFixture.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.PatternedAppStatus;
import io.patternedapp.api.status.RoleContainerStatus;
import io.patternedapp.model.workload.RecordedJobResult;
import io.patternedapp.status.input.ObservedState;
import io.patternedapp.status.input.StatusInput;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Readiness of apps by the status of their StatefulSet, DaemonSet, Job or CronJob. */
class KindReadyTest {

  private static final PatternedApp JOB =
      app(
          "workload: {kind: Job}, main: {image: 'busybox:1.36'}, sidecars: [{name: logs, image:"
              + " 'busybox:1.36'}]");
  private static final PatternedApp CRON_JOB =
      app(
          "workload: {kind: CronJob, cronJob: {schedule: '@daily'}}, main: {image: 'busybox:1.36'}");

  @ParameterizedTest(
      name = "observed {0}, {1} of {2} updated, {3} ready, revision {4}, partition {5}: {6}")
  @CsvSource({
    "4, 2, 2, 2, b, 0, true",
    "3, 2, 2, 2, b, 0, false",
    "4, 1, 2, 2, a, 0, false",
    "4, 2, 2, 2, a, 0, false",
    "4, 2, 2, 1, b, 0, false",
    "4, 2, 3, 2, b, 0, false",
    "4, 1, 2, 2, a, 1, true",
    "4, 0, 2, 2, a, 1, false",
    "4, 0, 2, 2, a, 9, true",
  })
  void statefulSetIsReadyWhenAllPodsAreReadyOnOneRevision(
      int observedGeneration,
      int updated,
      int total,
      int ready,
      String current,
      int partition,
      boolean expected) {
    var set =
        Serialization.unmarshal(
            """
            metadata: {name: web, generation: 4}
            spec: {replicas: 2, updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: %d}}}
            status: {observedGeneration: %d, updatedReplicas: %d, replicas: %d, readyReplicas: %d, currentRevision: %s, updateRevision: b}
            """
                .formatted(partition, observedGeneration, updated, total, ready, current),
            StatefulSet.class);

    assertThat(
            reason(
                statusOf(
                    app("replicas: 2, workload: {kind: StatefulSet}, main: {image: 'nginx:1.27'}"),
                    set),
                "Ready"))
        .isEqualTo(expected ? "Ready" : "Progressing");
  }

  @ParameterizedTest(name = "observed {0}, {1} desired, {2} updated, {3} ready, {4} available: {5}")
  @CsvSource({
    "4, 3, 3, 3, 3, true",
    "3, 3, 3, 3, 3, false",
    "4, 3, 2, 3, 3, false",
    "4, 3, 3, 2, 3, false",
    "4, 3, 3, 3, 2, false",
    "4, 0, 0, 0, 0, true",
  })
  void daemonSetIsReadyWhenUpdatedAndAvailableOnEveryNode(
      int observedGeneration,
      int desired,
      int updated,
      int ready,
      int available,
      boolean expected) {
    var set =
        Serialization.unmarshal(
            """
            metadata: {name: web, generation: 4}
            status: {observedGeneration: %d, desiredNumberScheduled: %d, currentNumberScheduled: %d, updatedNumberScheduled: %d, numberReady: %d, numberAvailable: %d}
            """
                .formatted(observedGeneration, desired, desired, updated, ready, available),
            DaemonSet.class);

    assertThat(
            reason(
                statusOf(app("workload: {kind: DaemonSet}, main: {image: 'nginx:1.27'}"), set),
                "Ready"))
        .isEqualTo(expected ? "Ready" : "Progressing");
  }

  @Test
  void runningJobMessageShowsItsPodCounts() {
    var status = statusOf(JOB, job("succeeded: 1, active: 1, failed: 2"));

    assertThat(reason(status, "Ready")).isEqualTo("Progressing");
    assertThat(message(status, "Ready")).isEqualTo("1 of 3 Pods succeeded, 1 active, 2 failed");
  }

  @Test
  void completedJobIsReadyRegardlessOfSidecarExitCode() {
    var status =
        statusOf(JOB, job("succeeded: 3, " + condition("Complete")), pod("Succeeded", 0, 3));

    assertThat(reason(status, "Ready")).isEqualTo("Completed");
    assertThat(status.roles()).extracting(RoleContainerStatus::state).containsOnly("Completed");
    assertThat(status.roles()).extracting(RoleContainerStatus::message).containsOnlyNulls();
    assertThat(status.condition("Stalled")).isEmpty();
  }

  @Test
  void failedJobMessageNamesTheFailedContainer() {
    var status = statusOf(JOB, job("failed: 1, " + condition("Failed")), pod("Failed", 42, 0));

    assertThat(reason(status, "Ready")).isEqualTo("JobFailed");
    assertThat(message(status, "Ready"))
        .isEqualTo(
            "the Job failed: BackoffLimitExceeded: it is over. main exited with code 42; run: kubectl"
                + " logs web-x -c main");
    assertThat(reason(status, "Stalled")).isEqualTo("JobFailed");
  }

  @Test
  void completedJobStaysReadyAfterItsDeletionUntilSpecChanges() {
    var completed =
        StatusFixture.withStatus(JOB, statusOf(JOB, job("succeeded: 3, " + condition("Complete"))));

    assertThat(RecordedJobResult.isRecorded(completed)).isTrue();
    assertThat(reason(statusOf(completed, null), "Ready")).isEqualTo("Completed");

    completed.getMetadata().setGeneration(4L);
    assertThat(RecordedJobResult.isRecorded(completed)).isFalse();
    assertThat(reason(statusOf(completed, null), "Ready")).isEqualTo("Progressing");
  }

  @Test
  void failedJobIsRememberedOnlyWithTtlAfterFinished() {
    var failed = statusOf(JOB, job("failed: 1, " + condition("Failed")));
    var appWithTtl =
        app(
            "workload: {kind: Job, job: {ttlSecondsAfterFinished: 60}}, main: {image: 'busybox:1.36'}");

    assertThat(RecordedJobResult.isRecorded(StatusFixture.withStatus(JOB, failed))).isFalse();
    assertThat(RecordedJobResult.isRecorded(StatusFixture.withStatus(appWithTtl, failed))).isTrue();
  }

  @Test
  void cronJobReadinessFollowsItsLastFinishedRun() {
    var succeeded = cronJobRun("web-1", "2026-11-24T03:00:00Z", "Complete");
    var failed = cronJobRun("web-2", "2026-11-24T03:10:00Z", "Failed");
    var laterSucceeded = cronJobRun("web-3", "2026-11-24T03:20:00Z", "Complete");
    var running = cronJobRun("web-4", "2026-11-24T03:22:00Z", null);

    assertThat(reason(cronJobStatus("", succeeded), "Ready")).isEqualTo("Scheduled");
    assertThat(message(cronJobStatus("", succeeded, failed, running), "Ready"))
        .isEqualTo("the last run (Job web-2) failed: BackoffLimitExceeded: it is over");
    assertThat(reason(cronJobStatus("", failed, laterSucceeded), "Ready")).isEqualTo("Scheduled");
    assertThat(reason(cronJobStatus("lastSuccessfulTime: '2026-11-24T03:11:00Z'", failed), "Ready"))
        .isEqualTo("Scheduled");
    assertThat(reason(statusOf(CRON_JOB, null), "Ready")).isEqualTo("Progressing");
  }

  private static PatternedAppStatus cronJobStatus(String status, Job... jobs) {
    var cronJob =
        Serialization.unmarshal(
            """
            metadata: {name: web}
            spec: {schedule: '@daily'}
            status: {%s}
            """
                .formatted(status),
            CronJob.class);
    return status(
        new StatusInput(
            CRON_JOB,
            List.of(),
            StatusFixture.APPLIED_CLEANLY,
            new ObservedState(List.of(), cronJob, null, List.of(jobs), null)));
  }

  private static PatternedAppStatus statusOf(
      PatternedApp app, @Nullable HasMetadata workload, Pod... pods) {
    return status(
        new StatusInput(
            app,
            List.of(),
            StatusFixture.APPLIED_CLEANLY,
            new ObservedState(List.of(pods), workload, null)));
  }

  private static Job job(String status) {
    return Serialization.unmarshal(
        """
        metadata: {name: web}
        spec: {completions: 3}
        status: {%s}
        """
            .formatted(status),
        Job.class);
  }

  private static Job cronJobRun(String name, String created, @Nullable String finishedCondition) {
    var job = job(finishedCondition == null ? "" : condition(finishedCondition));
    job.getMetadata().setName(name);
    job.getMetadata().setCreationTimestamp(created);
    return job;
  }

  private static String condition(String type) {
    return "conditions: [{type: %s, status: 'True', reason: BackoffLimitExceeded, message: it is over}]"
        .formatted(type);
  }

  private static Pod pod(String phase, int main, int sidecar) {
    return Serialization.unmarshal(
        """
        metadata: {name: web-x, creationTimestamp: '2026-11-24T03:00:00Z'}
        status:
          phase: %s
          initContainerStatuses: [{name: logs, ready: false, restartCount: 0, state: {terminated: {exitCode: %d}}}]
          containerStatuses: [{name: main, ready: false, restartCount: 0, state: {terminated: {exitCode: %d}}}]
        """
            .formatted(phase, sidecar, main),
        Pod.class);
  }
}
