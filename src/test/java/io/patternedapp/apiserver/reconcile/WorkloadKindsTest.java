package io.patternedapp.apiserver.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.apiserver.support.FakeWorkloadControllers;
import io.patternedapp.apiserver.support.OperatorFixture;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests each workload kind, and changes between kinds, with the permissions of the shipped
 * ServiceAccount.
 */
@ExtendWith(ApiServerExtension.class)
@Timeout(180)
class WorkloadKindsTest {

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

  @AutoClose private OperatorFixture fixture;
  private FakeWorkloadControllers controllers;

  @BeforeEach
  void createFixture(ApiServerExtension.TestControlPlane api) {
    fixture = new OperatorFixture(api);
    controllers = new FakeWorkloadControllers(fixture.admin(), fixture.namespace());
  }

  @Test
  void workloadKindChangeLeavesOnlyChildrenOfTheNewKind() {
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
      applyAndAwaitApplied(appOfKind(kind));
      if (kind.equals("Pod")) {
        fixture.reportPodStatus("web", "Running", true);
      } else {
        controllers.reportReady(kind, "web");
      }
      await("only " + kind)
          .atMost(TIMEOUT)
          .untilAsserted(
              () ->
                  assertThat(fixture.childNames("web"))
                      .containsExactlyElementsOf(CHILDREN.get(kind)));
    }
  }

  @Test
  void updateStrategyOfALiveWorkloadCanBeChangedAndReverted() {
    for (var change :
        List.of(
            List.of("Deployment", "deployment: {strategy: {type: Recreate}}"),
            List.of("StatefulSet", "statefulSet: {updateStrategy: {type: OnDelete}}"),
            List.of("DaemonSet", "daemonSet: {updateStrategy: {type: OnDelete}}"))) {
      var kind = change.get(0);
      applyAndAwaitApplied(appOfKind(kind));
      applyAndAwaitApplied(
          appOfKind(kind).replace("{kind: " + kind, "{kind: " + kind + ", " + change.get(1)));
      applyAndAwaitApplied(appOfKind(kind));
    }
  }

  @Test
  void oldWorkloadIsKeptUntilTheNewKindIsReady() {
    applyAndAwaitApplied(appOfKind("StatefulSet"));
    controllers.reportReady("StatefulSet", "web");
    fixture.awaitCondition("web", "Ready", "True");

    applyAndAwaitApplied(appOfKind("DaemonSet"));

    assertThat(fixture.childNames("web"))
        .containsExactly("DaemonSet/web", "Service/web-headless", "StatefulSet/web");
  }

  @Test
  void oldWorkloadIsDeletedFirstWhenBothKindsNeedTheSameHostPort() {
    var app = appOfKind("Pod").replace("containerPort: 80", "containerPort: 80, hostPort: 8080");
    applyAndAwaitApplied(app);
    fixture.reportPodStatus("web", "Running", true);

    fixture.apply(app.replace("kind: Pod", "kind: DaemonSet"));

    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () -> assertThat(fixture.childNames("web")).containsExactly("DaemonSet/web"));
  }

  @Test
  void oldWorkloadIsKeptWhenTheNewKindCannotBeCreated() {
    var app = appOfKind("Pod").replace("containerPort: 80", "containerPort: 80, hostPort: 8080");
    applyAndAwaitApplied(app);
    fixture.admin().resource(foreignDaemonSet()).create();

    fixture.apply(app.replace("kind: Pod", "kind: DaemonSet"));
    var status = fixture.awaitCondition("web", "Applied", "False").getStatus();

    assertThat(status.condition("Applied").orElseThrow().getReason()).isEqualTo("NameConflict");
    assertThat(fixture.childNames("web")).containsExactly("Pod/web");
  }

  @Test
  void changedJobIsKeptAndReportedAsImmutableWithRemedy() {
    applyAndAwaitApplied(appOfKind("Job"));
    var uid = controllers.getJob("web").getMetadata().getUid();

    fixture.apply(appOfKind("Job").replace("nginx:1.27", "nginx:1.25"));
    var status = fixture.awaitCondition("web", "Applied", "False").getStatus();

    assertThat(status.condition("Applied").orElseThrow().getReason()).isEqualTo("JobImmutable");
    assertThat(status.condition("Applied").orElseThrow().getMessage())
        .contains("spec.template", "onChange: Replace", "kubectl delete job")
        .doesNotContain("nginx");
    assertThat(status.condition("Stalled").orElseThrow().getStatus()).isEqualTo("True");
    assertThat(controllers.getJob("web").getMetadata().getUid()).isEqualTo(uid);
  }

  @Test
  void changedJobIsReplacedWhenOnChangeIsReplace() {
    var app = appOfKind("Job").replace("kind: Job", "kind: Job, job: {onChange: Replace}");
    applyAndAwaitApplied(app);
    var uid = controllers.getJob("web").getMetadata().getUid();

    fixture.apply(app.replace("nginx:1.27", "nginx:1.25"));

    await()
        .atMost(TIMEOUT)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              var job = controllers.getJob("web");
              assertThat(job.getMetadata().getUid()).isNotEqualTo(uid);
              assertThat(job.getSpec().getTemplate().getSpec().getContainers().get(0).getImage())
                  .isEqualTo("nginx:1.25");
            });
    fixture.awaitCondition("web", "Applied", "True");
  }

  @Test
  void completedAndDeletedJobIsNotRecreatedUntilTheAppChanges() {
    var app =
        appOfKind("Job").replace("kind: Job", "kind: Job, job: {ttlSecondsAfterFinished: 60}");
    applyAndAwaitApplied(app);
    controllers.finishJob("web", true);
    assertThat(readyReason(fixture.awaitCondition("web", "Ready", "True"))).isEqualTo("Completed");

    controllers.deleteJob("web");

    await()
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(10))
        .until(() -> controllers.getJob("web") == null);
    fixture.stopOperator();
    fixture.startOperator();
    await()
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(10))
        .until(() -> controllers.getJob("web") == null);
    assertThat(readyReason(fixture.app("web"))).isEqualTo("Completed");

    fixture.apply(app + "  restartedAt: again\n");
    await().atMost(TIMEOUT).until(() -> controllers.getJob("web") != null);
  }

  @Test
  void failedJobIsReportedWithItsReasonAndRecreatedWhenDeleted() {
    applyAndAwaitApplied(appOfKind("Job"));
    controllers.finishJob("web", false);

    await().atMost(TIMEOUT).until(() -> readyReason(fixture.app("web")), "JobFailed"::equals);
    var status = fixture.app("web").getStatus();
    assertThat(status.condition("Ready").orElseThrow().getMessage())
        .contains("BackoffLimitExceeded: Job has reached its end");
    assertThat(status.condition("Stalled").orElseThrow().getReason()).isEqualTo("JobFailed");

    controllers.deleteJob("web");
    await().atMost(TIMEOUT).untilAsserted(() -> assertThat(controllers.getJob("web")).isNotNull());
  }

  @Test
  void cronJobReadinessFollowsItsLastRun() {
    applyAndAwaitApplied(appOfKind("CronJob"));
    assertThat(readyReason(fixture.awaitCondition("web", "Ready", "True"))).isEqualTo("Scheduled");

    controllers.createJobFromCronJob("web", "web-1");
    controllers.finishJob("web-1", false);
    assertThat(readyReason(fixture.awaitCondition("web", "Ready", "False")))
        .isEqualTo("LastRunFailed");
    assertThat(fixture.app("web").getStatus().condition("Ready").orElseThrow().getMessage())
        .contains("Job web-1", "BackoffLimitExceeded");

    controllers.deleteJob("web-1");
    assertThat(readyReason(fixture.awaitCondition("web", "Ready", "True"))).isEqualTo("Scheduled");
  }

  @Test
  void suspendedJobIsReportedAsSuspended() {
    applyAndAwaitApplied(appOfKind("Job").replace("kind: Job", "kind: Job, job: {suspend: true}"));

    await().atMost(TIMEOUT).until(() -> readyReason(fixture.app("web")), "Suspended"::equals);
  }

  @Test
  void immutableStatefulSetFieldChangeIsReportedWithRemedy() {
    applyAndAwaitApplied(appOfKind("StatefulSet"));

    fixture.apply(
        appOfKind("StatefulSet")
            .replace(
                "kind: StatefulSet",
                "kind: StatefulSet, statefulSet: {podManagementPolicy: Parallel}"));
    var applied =
        fixture
            .awaitCondition("web", "Applied", "False")
            .getStatus()
            .condition("Applied")
            .orElseThrow();

    assertThat(applied.getReason()).isEqualTo("StatefulSetImmutable");
    assertThat(applied.getMessage()).contains("--cascade=orphan");
  }

  @Test
  void contentConfigMapIsKeptWhileAControllerRevisionRefersToIt() {
    var app =
        appOfKind("StatefulSet")
            .replace("{image:", "{files: [{mountPath: /a, data: {f: one}}], image:");
    applyAndAwaitApplied(app);
    var first = contentConfigMaps().get(0);
    var revision = fixture.admin().resource(controllerRevision(first)).create();

    applyAndAwaitApplied(app.replace("f: one", "f: two"));
    assertThat(contentConfigMaps()).hasSize(2).contains(first);

    fixture.admin().resource(revision).delete();
    await().atMost(TIMEOUT).untilAsserted(() -> assertThat(contentConfigMaps()).hasSize(1));
  }

  @Test
  void restartWritesNothingForUnchangedWorkloadsOfAnyKind() {
    for (var kind : List.of("StatefulSet", "DaemonSet", "Job", "CronJob")) {
      var name = kind.toLowerCase(java.util.Locale.ROOT);
      fixture.apply(appOfKind(kind).replace("name: web", "name: " + name));
      fixture.awaitCondition(name, "Applied", "True");
    }
    fixture.stopOperator();
    var mark = fixture.mark();

    fixture.startOperator();
    fixture.apply(appOfKind("Pod"));
    fixture.awaitCondition("web", "Applied", "True");

    assertThat(fixture.writesSince(mark)).allMatch(write -> write.name().equals("web"));
  }

  private HasMetadata foreignDaemonSet() {
    return new DaemonSetBuilder()
        .withNewMetadata()
        .withName("web")
        .withNamespace(fixture.namespace())
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

  private HasMetadata controllerRevision(String files) {
    return new ControllerRevisionBuilder()
        .withNewMetadata()
        .withName("web-1")
        .withNamespace(fixture.namespace())
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

  private List<String> contentConfigMaps() {
    return fixture.children("web").stream()
        .filter(ConfigMap.class::isInstance)
        .map(map -> map.getMetadata().getName())
        .toList();
  }

  private void applyAndAwaitApplied(String yaml) {
    fixture.apply(yaml);
    fixture.awaitCondition("web", "Applied", "True");
  }

  private static String appOfKind(String kind) {
    return APP.replace(
        "kind: KIND",
        kind.equals("CronJob")
            ? "kind: CronJob, cronJob: {schedule: \"@daily\"}"
            : "kind: " + kind);
  }

  private static String readyReason(PatternedApp app) {
    return app.getStatus().condition("Ready").orElseThrow().getReason();
  }
}
