package io.patternedapp.status;

import static io.patternedapp.status.StatusFixture.app;
import static io.patternedapp.status.StatusFixture.clockAt;
import static io.patternedapp.status.StatusFixture.inputOf;
import static io.patternedapp.status.StatusFixture.message;
import static io.patternedapp.status.StatusFixture.observedPods;
import static io.patternedapp.status.StatusFixture.reason;
import static io.patternedapp.status.StatusFixture.recordedPod;
import static io.patternedapp.status.StatusFixture.status;
import static io.patternedapp.status.StatusFixture.withStatus;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.model.workload.PodStatusReader;
import io.patternedapp.status.event.StatusTransitionEvents;
import io.patternedapp.status.input.ObservedState;
import io.patternedapp.status.input.StatusInput;
import io.patternedapp.status.workload.PodShortage;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** States that are failures only after a deadline, and the requeue for the deadline. */
class StatusDeadlinesTest {

  private static final String MAIN = "main: {image: 'nginx:1.27'}";
  private static final String SINCE = "2026-11-24T03:24:00Z";

  @Test
  void podWithUnreadyVolumesIsReportedWithVolumeSourcesAfterOneMinute() {
    var app =
        app(
            MAIN
                + ", volumes: [{name: a, configMap: {name: settings}}, {name: b, secret:"
                + " {secretName: key}}, {name: c, persistentVolumeClaim: {claimName: data}}, {name:"
                + " d, configMap: {name: maybe, optional: true}}, {name: e, projected: {sources:"
                + " [{configMap: {name: more}}, {secret: {name: settings}}]}}, {name: f}]");
    var input = inputOf(app, startingPod());

    var before = AppStatusGenerator.generate(input, clockAt("2026-11-24T03:24:59Z"));
    var after = AppStatusGenerator.generate(input, clockAt("2026-11-24T03:25:00Z"));

    assertThat(reason(before, "Ready")).isEqualTo("Progressing");
    assertThat(reason(after, "Ready")).isEqualTo("PodNotStarting");
    assertThat(message(after, "Ready"))
        .isEqualTo(
            "Pod novol is scheduled, but its volumes or network are not ready; run: kubectl describe"
                + " pod novol. Check that these objects exist: ConfigMap \"settings\", Secret"
                + " \"key\", PersistentVolumeClaim \"data\", ConfigMap \"more\", Secret"
                + " \"settings\"");
    assertThat(StatusTransitionEvents.between(before, after))
        .extracting(e -> e.type() + " " + e.reason())
        .containsExactly("Warning PodNotStarting");
  }

  @Test
  void requeueIsScheduledUntilPodStartDeadlineIsReached() {
    var input = inputOf(app(MAIN), startingPod());

    assertThat(StatusDeadlines.nextRequeue(input, clockAt("2026-11-24T03:24:10Z")))
        .hasValue(Duration.ofSeconds(50));
    assertThat(StatusDeadlines.nextRequeue(input, clockAt("2026-11-24T03:25:00Z"))).isEmpty();
    assertThat(StatusDeadlines.nextRequeue(inputOf(app(MAIN), recordedPod("pull")), clockAt(SINCE)))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          StatefulSet | StatefulSet web has created 0 of 2 Pods. Its Events show the cause, such as a quota, a policy or a webhook; run: kubectl describe statefulset web. Fix the cause; the controller retries automatically
          DaemonSet   | DaemonSet web has created 0 of 2 Pods. Its Events show the cause, such as a quota, a policy or a webhook; run: kubectl describe daemonset web. Fix the cause; the controller retries automatically
          Job         | Job web has created 0 of 1 Pods. Its Events show the cause, such as a quota, a policy or a webhook; run: kubectl describe job web. Fix the cause; the controller retries automatically
          """)
  void controllerThatCreatesNoPodsIsReportedAfterFifteenSeconds(String kind, String message) {
    var app = app("replicas: 2, workload: {kind: %s}, ".formatted(kind) + MAIN);
    var input = inputWithMissingPods(app, workload(kind));

    assertThat(PodShortage.hasMissingPods(app, input.observed())).isTrue();
    var before = AppStatusGenerator.generate(input, clockAt("2026-11-24T03:24:14Z"));
    var after = AppStatusGenerator.generate(input, clockAt("2026-11-24T03:24:15Z"));

    assertThat(reason(before, "Ready")).isEqualTo("Progressing");
    assertThat(reason(after, "Ready")).isEqualTo("FailedCreate");
    assertThat(message(after, "Ready")).isEqualTo(message);
    assertThat(StatusDeadlines.nextRequeue(input, clockAt("2026-11-24T03:24:05Z")))
        .hasValue(Duration.ofSeconds(10));
    assertThat(StatusDeadlines.nextRequeue(input, clockAt("2026-11-24T03:24:15Z"))).isEmpty();
  }

  @Test
  void missingPodsStatusSurvivesOperatorRestart() {
    var app = app("replicas: 2, workload: {kind: StatefulSet}, " + MAIN);
    var input = inputWithMissingPods(app, workload("StatefulSet"));
    var reported = withStatus(app, AppStatusGenerator.generate(input, StatusFixture.LATER_CLOCK));

    assertThat(
            AppStatusGenerator.generate(
                inputWithMissingPods(reported, workload("StatefulSet")), clockAt(SINCE)))
        .isEqualTo(reported.getStatus());
  }

  @Test
  void statefulSetPodWaitingForItsPredecessorIsNotMissing() {
    var app = app("replicas: 2, workload: {kind: StatefulSet}, " + MAIN);
    var set = workload("StatefulSet");

    assertThat(arePodsMissing(app, set, recordedPod("notready"))).isFalse();
    assertThat(arePodsMissing(app, set, recordedPod("initok"))).isTrue();
    assertThat(arePodsMissing(app, set, StatusFixture.terminating(recordedPod("initok"), SINCE)))
        .isFalse();
    assertThat(arePodsMissing(app, set, recordedPod("initok"), recordedPod("sidefast"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"failed: 1", "active: 1", "succeeded: 1"})
  void jobBetweenRetriesHasNoMissingPods(String status) {
    var app = app("workload: {kind: Job}, " + MAIN);

    assertThat(arePodsMissing(app, job(status))).isFalse();
  }

  @Test
  void jobWithZeroParallelismHasNoMissingPods() {
    var job = job("active: 0");
    job.getSpec().setParallelism(0);

    assertThat(arePodsMissing(app("workload: {kind: Job}, " + MAIN), job)).isFalse();
  }

  @Test
  void runningInitContainerMessageShowsItsStartTime() {
    var pod = recordedPod("initfail");
    var fetch = pod.getStatus().getInitContainerStatuses().get(0);
    fetch.setState(
        new ContainerStateBuilder().withNewRunning().withStartedAt(SINCE).endRunning().build());
    fetch.setLastState(null);
    fetch.setRestartCount(0);

    var status = status(inputOf(app(MAIN + ", init: [{name: fetch, image: i}]"), pod));

    assertThat(reason(status, "Ready")).isEqualTo("InitNotReady");
    assertThat(message(status, "Ready"))
        .isEqualTo(
            "init \"fetch\" has been running since 2026-11-24T03:24:00Z and has not completed; run:"
                + " kubectl logs initfail -c fetch");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          startupProbe  | main has not passed its startup probe after 3 restarts; run: kubectl describe pod oom
          livenessProbe | main was killed (exit code 137, 3 restarts), probably because its liveness probe failed; run: kubectl describe pod oom
          terminationMessagePath | main exited with code 137 (3 restarts); run: kubectl logs oom -c main
          """)
  void failureMessageNamesTheProbeThatKilledTheContainer(String field, String message) {
    var pod = recordedPod("oom");
    pod.getStatus().getContainerStatuses().get(0).getLastState().getTerminated().setReason("Error");
    var value = field.endsWith("Probe") ? "{exec: {command: [a]}}" : "/dev/x";

    var status = status(inputOf(app("main: {image: i, %s: %s}".formatted(field, value)), pod));

    assertThat(message(status, "Ready")).isEqualTo(message);
  }

  private static boolean arePodsMissing(PatternedApp app, HasMetadata workload, Pod... pods) {
    return PodShortage.hasMissingPods(app, new ObservedState(Arrays.asList(pods), workload, null));
  }

  private static StatusInput inputWithMissingPods(PatternedApp app, HasMetadata workload) {
    return new StatusInput(
        app,
        List.of(),
        StatusFixture.APPLIED_CLEANLY,
        new ObservedState(observedPods().pods(), workload, null)
            .withPodsMissingSince(Instant.parse(SINCE)));
  }

  private static Pod startingPod() {
    var pod = recordedPod("novol");
    PodStatusReader.condition(pod, "PodScheduled").orElseThrow().setLastTransitionTime(SINCE);
    return pod;
  }

  private static HasMetadata workload(String kind) {
    return switch (kind) {
      case "StatefulSet" ->
          Serialization.unmarshal(
              """
              kind: StatefulSet
              metadata: {name: web}
              spec: {replicas: 2}
              status: {replicas: 0}
              """,
              StatefulSet.class);
      case "DaemonSet" ->
          Serialization.unmarshal(
              """
              kind: DaemonSet
              metadata: {name: web}
              status: {observedGeneration: 1, desiredNumberScheduled: 2}
              """,
              DaemonSet.class);
      default -> job("active: 0");
    };
  }

  private static Job job(String status) {
    return Serialization.unmarshal(
        """
        kind: Job
        metadata: {name: web}
        spec: {completions: 1}
        status: {%s}
        """
            .formatted(status),
        Job.class);
  }
}
