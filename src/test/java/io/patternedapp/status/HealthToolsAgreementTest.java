package io.patternedapp.status;

import static io.patternedapp.status.StatusFixture.app;
import static io.patternedapp.status.StatusFixture.appliedWithProblems;
import static io.patternedapp.status.StatusFixture.inputOf;
import static io.patternedapp.status.StatusFixture.invalidInput;
import static io.patternedapp.status.StatusFixture.observedPods;
import static io.patternedapp.status.StatusFixture.recordedPod;
import static io.patternedapp.status.StatusFixture.withStatus;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.PatternedAppStatus;
import io.patternedapp.model.condition.Reason;
import io.patternedapp.model.result.ChildProblem;
import io.patternedapp.status.input.ObservedState;
import io.patternedapp.status.input.StatusInput;
import io.patternedapp.validate.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** kubectl wait, Flux and Argo CD agree on the health of an app. */
class HealthToolsAgreementTest {

  private static final String MAIN = "main: {image: 'nginx:1.27'}";
  private static final PatternedApp WEB =
      app(MAIN + ", adapters: [{name: metrics, image: i}], init: [{name: fetch, image: i}]");
  private static final PatternedApp JOB = app(MAIN + ", workload: {kind: Job}");
  private static final PatternedApp CRON_JOB =
      app(MAIN + ", workload: {kind: CronJob, cronJob: {schedule: '1 * * * *'}}");

  /** The kstatus that corresponds to each health of Argo CD. */
  private static final Map<String, Kstatus> KSTATUS_BY_ARGO_HEALTH =
      Map.of(
          "Healthy", Kstatus.CURRENT,
          "Progressing", Kstatus.IN_PROGRESS,
          "Suspended", Kstatus.IN_PROGRESS,
          "Degraded", Kstatus.FAILED);

  static Stream<Arguments> situations() {
    return Stream.of(
        arguments("starting", inputOf(WEB), "Progressing"),
        arguments("ready", inputOf(app(MAIN), recordedPod("initok")), "Healthy"),
        arguments("scaled to zero", inputOf(app("replicas: 0, " + MAIN)), "Healthy"),
        arguments("crash loop", inputOf(WEB, recordedPod("crash")), "Progressing"),
        arguments("no such image", inputOf(WEB, recordedPod("pull")), "Progressing"),
        arguments("unschedulable", inputOf(WEB, recordedPod("unsched")), "Progressing"),
        arguments("lost", inputOf(app(MAIN), recordedPod("unanswered")), "Progressing"),
        arguments("gated", inputOf(app(MAIN), recordedPod("gated")), "Progressing"),
        arguments(
            "invalid spec",
            invalidInput(
                WEB, observedPods(recordedPod("initok")), Problem.error("spec", "Wrong", "fix it")),
            "Degraded"),
        arguments("name conflict", rejectedInput(Reason.NameConflict), "Degraded"),
        arguments("invalid child", rejectedInput(Reason.Invalid), "Degraded"),
        arguments("quota", rejectedInput(Reason.QuotaExceeded), "Progressing"),
        arguments("webhook", rejectedInput(Reason.WebhookFailed), "Progressing"),
        arguments(
            "not reconciled", new StatusInput(WEB, List.of(), null, observedPods()), "Progressing"),
        arguments("job runs", jobInput("active: 1"), "Progressing"),
        arguments("job is suspended", jobInput("active: 0}, spec: {suspend: true"), "Suspended"),
        arguments(
            "job completed", jobInput("conditions: [{type: Complete, status: 'True'}]"), "Healthy"),
        arguments(
            "job failed", jobInput("conditions: [{type: Failed, status: 'True'}]"), "Degraded"),
        arguments("cron job", cronJobInput(false), "Healthy"),
        arguments("cron job is suspended", cronJobInput(true), "Healthy"));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("situations")
  void kubectlWaitFluxAndArgoCdAgreeOnHealth(String scenario, StatusInput input, String health) {
    var app = withStatus(input.app(), AppStatusGenerator.generate(input, StatusFixture.CLOCK));

    var argo = ArgoHealth.evaluate(app);

    assertThat(argo.status()).isEqualTo(health);
    assertThat(argo.message()).isEqualTo(StatusFixture.message(app.getStatus(), "Ready"));
    assertThat(Kstatus.compute(app)).isEqualTo(KSTATUS_BY_ARGO_HEALTH.get(health));
    assertThat(isKubectlWaitSatisfied(app)).isEqualTo(health.equals("Healthy"));
  }

  @Test
  void appNotYetReconciledIsInProgress() {
    var app =
        withStatus(
            WEB, Serialization.unmarshal("{\"observedGeneration\": -1}", PatternedAppStatus.class));

    assertThat(ArgoHealth.evaluate(app).status()).isEqualTo("Progressing");
    assertThat(Kstatus.compute(app)).isEqualTo(Kstatus.IN_PROGRESS);
    assertThat(isKubectlWaitSatisfied(app)).isFalse();
  }

  @Test
  void newGenerationIsInProgressUntilObserved() {
    var ready = inputOf(app(MAIN), recordedPod("initok"));
    var app = withStatus(ready.app(), AppStatusGenerator.generate(ready, StatusFixture.CLOCK));
    app.getMetadata().setGeneration(4L);

    assertThat(ArgoHealth.evaluate(app).status()).isEqualTo("Progressing");
    assertThat(Kstatus.compute(app)).isEqualTo(Kstatus.IN_PROGRESS);
    assertThat(isKubectlWaitSatisfied(app)).isFalse();
  }

  @Test
  void appBeingDeletedIsNotHealthy() {
    var ready = inputOf(app(MAIN), recordedPod("initok"));
    var app = withStatus(ready.app(), AppStatusGenerator.generate(ready, StatusFixture.CLOCK));
    app.getMetadata().setDeletionTimestamp("2026-11-24T03:24:05Z");

    assertThat(ArgoHealth.evaluate(app).status()).isEqualTo("Progressing");
    assertThat(Kstatus.compute(app)).isEqualTo(Kstatus.TERMINATING);
  }

  /**
   * The rule of {@code kubectl wait --for=condition=Ready}: a condition of an older generation does
   * not count.
   */
  private static boolean isKubectlWaitSatisfied(PatternedApp app) {
    return app.getStatus()
        .condition("Ready")
        .filter(c -> app.getMetadata().getGeneration().equals(c.getObservedGeneration()))
        .map(Condition::getStatus)
        .filter("True"::equals)
        .isPresent();
  }

  private static Arguments arguments(String scenario, StatusInput input, String health) {
    return Arguments.of(scenario, input, health);
  }

  private static StatusInput rejectedInput(Reason reason) {
    return new StatusInput(
        WEB,
        List.of(),
        appliedWithProblems(new ChildProblem("Service/web", reason, "no")),
        observedPods());
  }

  private static StatusInput jobInput(String status) {
    var job =
        Serialization.unmarshal(
            """
            kind: Job
            metadata: {name: web, creationTimestamp: '2026-11-24T03:00:00Z'}
            status: {%s}
            """
                .formatted(status)
                .replace("}, spec:", "}\nspec:"),
            Job.class);
    return new StatusInput(
        JOB, List.of(), StatusFixture.APPLIED_CLEANLY, new ObservedState(List.of(), job, null));
  }

  private static StatusInput cronJobInput(boolean suspended) {
    var cronJob =
        Serialization.unmarshal(
            """
            kind: CronJob
            metadata: {name: web}
            spec: {schedule: '1 * * * *', suspend: %s}
            """
                .formatted(suspended),
            CronJob.class);
    return new StatusInput(
        CRON_JOB,
        List.of(),
        StatusFixture.APPLIED_CLEANLY,
        new ObservedState(List.of(), cronJob, null));
  }
}
