package io.patternedapp.status;

import static io.patternedapp.status.Lab.app;
import static io.patternedapp.status.Lab.invalid;
import static io.patternedapp.status.Lab.pods;
import static io.patternedapp.status.Lab.refused;
import static io.patternedapp.status.Lab.reported;
import static io.patternedapp.status.Lab.running;
import static io.patternedapp.status.Lab.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.PatternedAppStatus;
import io.patternedapp.validate.Problem;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** kubectl wait, Flux and Argo CD agree on the health of an app. */
class HealthTest {

  private static final String MAIN = "main: {image: 'nginx:1.27'}";
  private static final PatternedApp WEB =
      app(MAIN + ", adapters: [{name: metrics, image: i}], init: [{name: fetch, image: i}]");
  private static final PatternedApp JOB = app(MAIN + ", workload: {kind: Job}");
  private static final PatternedApp CRON_JOB =
      app(MAIN + ", workload: {kind: CronJob, cronJob: {schedule: '1 * * * *'}}");

  /** What each health of Argo CD means to the others. */
  private static final Map<String, Kstatus> KSTATUS =
      Map.of(
          "Healthy", Kstatus.CURRENT,
          "Progressing", Kstatus.IN_PROGRESS,
          "Suspended", Kstatus.IN_PROGRESS,
          "Degraded", Kstatus.FAILED);

  static Stream<Arguments> situations() {
    return Stream.of(
        of("starting", running(WEB), "Progressing"),
        of("ready", running(app(MAIN), reported("initok")), "Healthy"),
        of("scaled to nothing", running(app("replicas: 0, " + MAIN)), "Healthy"),
        of("crash loop", running(WEB, reported("crash")), "Progressing"),
        of("no such image", running(WEB, reported("pull")), "Progressing"),
        of("unschedulable", running(WEB, reported("unsched")), "Progressing"),
        of("lost", running(app(MAIN), reported("unanswered")), "Progressing"),
        of("gated", running(app(MAIN), reported("gated")), "Progressing"),
        of(
            "invalid spec",
            invalid(WEB, pods(reported("initok")), Problem.error("spec", "Wrong", "mend it")),
            "Degraded"),
        of("name conflict", refusedFor(Reason.NameConflict), "Degraded"),
        of("invalid child", refusedFor(Reason.Invalid), "Degraded"),
        of("quota", refusedFor(Reason.QuotaExceeded), "Progressing"),
        of("webhook", refusedFor(Reason.WebhookFailed), "Progressing"),
        of("not looked at", new Situation(WEB, List.of(), null, pods()), "Progressing"),
        of("job runs", job("active: 1"), "Progressing"),
        of("job is held", job("active: 0}, spec: {suspend: true"), "Suspended"),
        of("job completed", job("conditions: [{type: Complete, status: 'True'}]"), "Healthy"),
        of("job failed", job("conditions: [{type: Failed, status: 'True'}]"), "Degraded"),
        of("cron job", cronJob(false), "Healthy"),
        of("cron job is held", cronJob(true), "Healthy"));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("situations")
  void allAgree(String what, Situation situation, String health) {
    var app = with(situation.app(), AppStatus.of(situation, Lab.CLOCK));

    var argo = ArgoHealth.of(app);

    assertThat(argo.status()).isEqualTo(health);
    assertThat(argo.message()).isEqualTo(Lab.message(app.getStatus(), "Ready"));
    assertThat(Kstatus.of(app)).isEqualTo(KSTATUS.get(health));
    assertThat(isWaitOver(app)).isEqualTo(health.equals("Healthy"));
  }

  @Test
  void anAppThatNobodyHasSeenIsInProgress() {
    var app =
        with(
            WEB, Serialization.unmarshal("{\"observedGeneration\": -1}", PatternedAppStatus.class));

    assertThat(ArgoHealth.of(app).status()).isEqualTo("Progressing");
    assertThat(Kstatus.of(app)).isEqualTo(Kstatus.IN_PROGRESS);
    assertThat(isWaitOver(app)).isFalse();
  }

  @Test
  void aNewSpecIsInProgressUntilItWasSeen() {
    var ready = running(app(MAIN), reported("initok"));
    var app = with(ready.app(), AppStatus.of(ready, Lab.CLOCK));
    app.getMetadata().setGeneration(4L);

    assertThat(ArgoHealth.of(app).status()).isEqualTo("Progressing");
    assertThat(Kstatus.of(app)).isEqualTo(Kstatus.IN_PROGRESS);
    assertThat(isWaitOver(app)).isFalse();
  }

  @Test
  void anAppThatIsBeingDeletedIsNotHealthy() {
    var ready = running(app(MAIN), reported("initok"));
    var app = with(ready.app(), AppStatus.of(ready, Lab.CLOCK));
    app.getMetadata().setDeletionTimestamp("2026-11-24T03:24:05Z");

    assertThat(ArgoHealth.of(app).status()).isEqualTo("Progressing");
    assertThat(Kstatus.of(app)).isEqualTo(Kstatus.TERMINATING);
  }

  /**
   * The rule of kubectl wait --for=condition=Ready: a condition of an older spec does not count.
   */
  private static boolean isWaitOver(PatternedApp app) {
    return app.getStatus()
        .condition("Ready")
        .filter(c -> app.getMetadata().getGeneration().equals(c.getObservedGeneration()))
        .map(Condition::getStatus)
        .filter("True"::equals)
        .isPresent();
  }

  private static Arguments of(String what, Situation situation, String health) {
    return Arguments.of(what, situation, health);
  }

  private static Situation refusedFor(Reason reason) {
    return new Situation(
        WEB, List.of(), refused(new ChildProblem("Service/web", reason, "no")), pods());
  }

  private static Situation job(String status) {
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
    return new Situation(JOB, List.of(), Lab.CLEAN, new Observed(List.of(), job, null));
  }

  private static Situation cronJob(boolean suspended) {
    var cronJob =
        Serialization.unmarshal(
            """
            kind: CronJob
            metadata: {name: web}
            spec: {schedule: '1 * * * *', suspend: %s}
            """
                .formatted(suspended),
            CronJob.class);
    return new Situation(CRON_JOB, List.of(), Lab.CLEAN, new Observed(List.of(), cronJob, null));
  }
}
