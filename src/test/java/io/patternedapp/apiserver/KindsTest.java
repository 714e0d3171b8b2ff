package io.patternedapp.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.patternedapp.api.PatternedApp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the operator does for each kind of workload, with the rights of the shipped account. */
@ExtendWith(ApiServer.class)
@Timeout(180)
class KindsTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final String APP =
      """
      apiVersion: patternedapp.io/v1alpha1
      kind: PatternedApp
      metadata: {name: web}
      spec:
        workload: {kind: KIND}
        main: {image: "nginx:1.27", ports: [{name: http, containerPort: 80}]}
      """;

  private static final Map<String, List<String>> CHILDREN =
      Map.of(
          "Pod", List.of("Pod/web"),
          "Deployment", List.of("Deployment/web"),
          "StatefulSet", List.of("Service/web-headless", "StatefulSet/web"),
          "DaemonSet", List.of("DaemonSet/web"),
          "Job", List.of("Job/web"),
          "CronJob", List.of("CronJob/web"));

  @AutoClose private Lab lab;
  private Controllers controllers;

  @BeforeEach
  void open(ApiServer.Shared api) {
    lab = new Lab(api);
    controllers = new Controllers(lab.admin(), lab.namespace());
  }

  @Test
  void aChangeAmongAllKindsLeavesOnlyTheNewOne() {
    for (var kind :
        List.of(
            "Pod",
            "StatefulSet",
            "DaemonSet",
            "Job",
            "Deployment",
            "CronJob",
            "StatefulSet",
            "Pod",
            "CronJob",
            "Job",
            "DaemonSet",
            "Deployment",
            "Pod")) {
      converged(of(kind));
      if (kind.equals("Pod")) {
        lab.report("web", "Running", true);
      } else {
        controllers.ready(kind, "web");
      }
      await("only " + kind)
          .atMost(TIMEOUT)
          .untilAsserted(
              () ->
                  assertThat(lab.childNames("web")).containsExactlyElementsOf(CHILDREN.get(kind)));
    }
  }

  @Test
  void aLiveWorkloadTurnsToAnotherStrategyAndBack() {
    for (var turn :
        List.of(
            List.of("Deployment", "deployment: {strategy: {type: Recreate}}"),
            List.of("StatefulSet", "statefulSet: {updateStrategy: {type: OnDelete}}"),
            List.of("DaemonSet", "daemonSet: {updateStrategy: {type: OnDelete}}"))) {
      var kind = turn.get(0);
      converged(of(kind));
      converged(of(kind).replace("{kind: " + kind, "{kind: " + kind + ", " + turn.get(1)));
      converged(of(kind));
    }
  }

  @Test
  void theOldKindStaysUntilTheNewOneIsReady() {
    converged(of("StatefulSet"));
    controllers.ready("StatefulSet", "web");
    lab.untilCondition("web", "Ready", "True");

    converged(of("DaemonSet"));

    assertThat(lab.childNames("web"))
        .containsExactly("DaemonSet/web", "Service/web-headless", "StatefulSet/web");
  }

  @Test
  void theOldKindGoesFirstWhereBothNeedAHostPort() {
    var app = of("Pod").replace("containerPort: 80", "containerPort: 80, hostPort: 8080");
    converged(app);
    lab.report("web", "Running", true);

    lab.apply(app.replace("kind: Pod", "kind: DaemonSet"));

    await()
        .atMost(TIMEOUT)
        .untilAsserted(() -> assertThat(lab.childNames("web")).containsExactly("DaemonSet/web"));
  }

  @Test
  void whatCouldNotBeMadeCostsNothingThatRuns() {
    var app = of("Pod").replace("containerPort: 80", "containerPort: 80, hostPort: 8080");
    converged(app);
    lab.admin().resource(foreignDaemonSet()).create();

    lab.apply(app.replace("kind: Pod", "kind: DaemonSet"));
    var status = lab.untilCondition("web", "Applied", "False").getStatus();

    assertThat(status.condition("Applied").orElseThrow().getReason()).isEqualTo("NameConflict");
    assertThat(lab.childNames("web")).containsExactly("Pod/web");
  }

  @Test
  void aChangedJobStaysAndSaysWhatToDo() {
    converged(of("Job"));
    var uid = controllers.job("web").getMetadata().getUid();

    lab.apply(of("Job").replace("nginx:1.27", "nginx:1.25"));
    var status = lab.untilCondition("web", "Applied", "False").getStatus();

    assertThat(status.condition("Applied").orElseThrow().getReason())
        .isEqualTo("JobNeedsReplacing");
    assertThat(status.condition("Applied").orElseThrow().getMessage())
        .contains("spec.template", "onChange: Replace", "kubectl delete job")
        .doesNotContain("nginx");
    assertThat(status.condition("Stalled").orElseThrow().getStatus()).isEqualTo("True");
    assertThat(controllers.job("web").getMetadata().getUid()).isEqualTo(uid);
  }

  @Test
  void aChangedJobIsReplacedWhereItsAuthorSaysSo() {
    var app = of("Job").replace("kind: Job", "kind: Job, job: {onChange: Replace}");
    converged(app);
    var uid = controllers.job("web").getMetadata().getUid();

    lab.apply(app.replace("nginx:1.27", "nginx:1.25"));

    await()
        .atMost(TIMEOUT)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              var job = controllers.job("web");
              assertThat(job.getMetadata().getUid()).isNotEqualTo(uid);
              assertThat(job.getSpec().getTemplate().getSpec().getContainers().get(0).getImage())
                  .isEqualTo("nginx:1.25");
            });
    lab.untilCondition("web", "Applied", "True");
  }

  @Test
  void aCompletedJobThatWasRemovedIsNotMadeAgainUntilTheAppChanges() {
    var app = of("Job").replace("kind: Job", "kind: Job, job: {ttlSecondsAfterFinished: 60}");
    converged(app);
    controllers.end("web", true);
    assertThat(ready(lab.untilCondition("web", "Ready", "True"))).isEqualTo("Completed");

    controllers.removeJob("web");

    await()
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(10))
        .until(() -> controllers.job("web") == null);
    lab.stopOperator();
    lab.startOperator();
    await()
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(10))
        .until(() -> controllers.job("web") == null);
    assertThat(ready(lab.app("web"))).isEqualTo("Completed");

    lab.apply(app + "  restartedAt: again\n");
    await().atMost(TIMEOUT).until(() -> controllers.job("web") != null);
  }

  @Test
  void aFailedJobSaysWhy() {
    converged(of("Job"));
    controllers.end("web", false);

    await().atMost(TIMEOUT).until(() -> ready(lab.app("web")), "JobFailed"::equals);
    var status = lab.app("web").getStatus();
    assertThat(status.condition("Ready").orElseThrow().getMessage())
        .contains("BackoffLimitExceeded: Job has reached its end");
    assertThat(status.condition("Stalled").orElseThrow().getReason()).isEqualTo("JobFailed");

    controllers.removeJob("web");
    await().atMost(TIMEOUT).untilAsserted(() -> assertThat(controllers.job("web")).isNotNull());
  }

  @Test
  void aCronJobIsAsGoodAsItsLastRun() {
    converged(of("CronJob"));
    assertThat(ready(lab.untilCondition("web", "Ready", "True"))).isEqualTo("Scheduled");

    controllers.run("web", "web-1");
    controllers.end("web-1", false);
    assertThat(ready(lab.untilCondition("web", "Ready", "False"))).isEqualTo("LastRunFailed");
    assertThat(lab.app("web").getStatus().condition("Ready").orElseThrow().getMessage())
        .contains("Job web-1", "BackoffLimitExceeded");

    controllers.removeJob("web-1");
    assertThat(ready(lab.untilCondition("web", "Ready", "True"))).isEqualTo("Scheduled");
  }

  @Test
  void aSuspendedJobSaysSo() {
    converged(of("Job").replace("kind: Job", "kind: Job, job: {suspend: true}"));

    await().atMost(TIMEOUT).until(() -> ready(lab.app("web")), "Suspended"::equals);
  }

  @Test
  void aChangeThatAStatefulSetCannotTakeSaysWhatToDo() {
    converged(of("StatefulSet"));

    lab.apply(
        of("StatefulSet")
            .replace(
                "kind: StatefulSet",
                "kind: StatefulSet, statefulSet: {podManagementPolicy: Parallel}"));
    var applied =
        lab.untilCondition("web", "Applied", "False")
            .getStatus()
            .condition("Applied")
            .orElseThrow();

    assertThat(applied.getReason()).isEqualTo("StatefulSetNeedsReplacing");
    assertThat(applied.getMessage()).contains("--cascade=orphan");
  }

  @Test
  void contentStaysWhileARevisionRefersToIt() {
    var app =
        of("StatefulSet").replace("{image:", "{files: [{mountPath: /a, data: {f: one}}], image:");
    converged(app);
    var first = contentMaps().get(0);
    var revision = lab.admin().resource(revision(first)).create();

    converged(app.replace("f: one", "f: two"));
    assertThat(contentMaps()).hasSize(2).contains(first);

    lab.admin().resource(revision).delete();
    await().atMost(TIMEOUT).untilAsserted(() -> assertThat(contentMaps()).hasSize(1));
  }

  @Test
  void aReconcileOfAnyKindThatChangesNothingSendsNothing() {
    for (var kind : List.of("StatefulSet", "DaemonSet", "Job", "CronJob")) {
      var name = kind.toLowerCase(java.util.Locale.ROOT);
      lab.apply(of(kind).replace("name: web", "name: " + name));
      lab.untilCondition(name, "Applied", "True");
    }
    lab.stopOperator();
    var mark = lab.mark();

    lab.startOperator();
    lab.apply(of("Pod"));
    lab.untilCondition("web", "Applied", "True");

    assertThat(lab.writesSince(mark)).allMatch(write -> write.name().equals("web"));
  }

  private HasMetadata foreignDaemonSet() {
    return new DaemonSetBuilder()
        .withNewMetadata()
        .withName("web")
        .withNamespace(lab.namespace())
        .endMetadata()
        .withNewSpec()
        .withNewSelector()
        .addToMatchLabels("a", "b")
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("a", "b")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("c")
        .withImage("nginx:1.27")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  private HasMetadata revision(String files) {
    return new ControllerRevisionBuilder()
        .withNewMetadata()
        .withName("web-1")
        .withNamespace(lab.namespace())
        .addToLabels("patternedapp.io/app", "web")
        .endMetadata()
        .withRevision(1L)
        .withData(
            Map.of(
                "spec",
                Map.of(
                    "template",
                    Map.of(
                        "metadata",
                        Map.of("annotations", Map.of("patternedapp.io/files", files))))))
        .build();
  }

  private List<String> contentMaps() {
    return lab.children("web").stream()
        .filter(ConfigMap.class::isInstance)
        .map(map -> map.getMetadata().getName())
        .toList();
  }

  private void converged(String yaml) {
    lab.apply(yaml);
    lab.untilCondition("web", "Applied", "True");
  }

  private static String of(String kind) {
    return APP.replace(
        "kind: KIND",
        kind.equals("CronJob")
            ? "kind: CronJob, cronJob: {schedule: \"@daily\"}"
            : "kind: " + kind);
  }

  private static String ready(PatternedApp app) {
    return app.getStatus().condition("Ready").orElseThrow().getReason();
  }
}
