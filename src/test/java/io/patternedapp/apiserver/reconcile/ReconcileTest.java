package io.patternedapp.apiserver.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.status.LastUpdate;
import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.apiserver.support.AuditLog;
import io.patternedapp.apiserver.support.OperatorFixture;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests that the operator keeps children in sync when apps and children change. */
@ExtendWith(ApiServerExtension.class)
@Timeout(120)
class ReconcileTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private static final String WEB =
      """
      apiVersion: patternedapp.io/v1alpha1
      kind: PatternedApp
      metadata: {name: web}
      spec:
        labels: {team: shop}
        main:
          image: nginx:1.27
          ports: [{name: http, containerPort: 80}]
          files:
          - {mountPath: /etc/app, data: {settings: "one"}}
          - {mountPath: /etc/live, onChange: Live, data: {flag: "off"}}
        service: {ports: [{port: 80}]}
      """;

  private static final String DEPLOYMENT =
      """
      apiVersion: patternedapp.io/v1alpha1
      kind: PatternedApp
      metadata: {name: web}
      spec:
        replicas: 2
        workload: {kind: Deployment}
        main: {image: "nginx:1.27", ports: [{name: http, containerPort: 80}]}
      """;

  @AutoClose private OperatorFixture fixture;

  @BeforeEach
  void createFixture(ApiServerExtension.TestControlPlane api) {
    fixture = new OperatorFixture(api);
  }

  @Test
  void reconcileSendsNoRequestWhenOwnedFieldsAreUnchanged() {
    applyAndAwaitApplied(WEB);
    var mark = fixture.mark();

    fixture
        .admin()
        .services()
        .inNamespace(fixture.namespace())
        .withName("web")
        .edit(
            s ->
                new ServiceBuilder(s)
                    .editMetadata()
                    .addToLabels("foreign", "1")
                    .endMetadata()
                    .build());
    breakServiceAndAwaitRepair();

    assertThat(fixture.requestsSince(mark))
        .as("requests of the provoked repair only: the foreign label caused none")
        .extracting(request -> request.verb() + " " + request.resource())
        .containsExactly("list patternedapps", "patch services");
    assertThat(service().getMetadata().getLabels()).containsEntry("foreign", "1");
  }

  @Test
  void operatorRestartWritesNothingWhenChildrenAreInSync() {
    applyAndAwaitApplied(WEB);
    fixture.stopOperator();
    var mark = fixture.mark();

    fixture.startOperator();
    breakServiceAndAwaitRepair();

    assertThat(fixture.requestsSince(mark).stream().filter(r -> !r.isListOrWatch()))
        .as("lists and watches, and the provoked repair only")
        .extracting(request -> request.verb() + " " + request.resource())
        .containsExactly("patch services");
    assertThat(fixture.requestsSince(mark).stream().filter(r -> r.verb().equals("list")))
        .as("each list is limited, so that no response contains all objects")
        .isNotEmpty()
        .allSatisfy(
            list ->
                assertThat(list.uri())
                    .containsPattern("[?&](limit=\\d+|fieldSelector=metadata.name)"));
  }

  @Test
  void driftedServiceFieldIsRepairedByOneWrite() {
    applyAndAwaitApplied(WEB);
    var mark = fixture.mark();

    breakServiceAndAwaitRepair();

    assertThat(fixture.writesSince(mark)).hasSize(1);
    assertThat(service().getSpec().getPorts().get(0).getTargetPort())
        .isEqualTo(new IntOrString(80));
  }

  @Test
  void deletedServiceIsRecreated() {
    applyAndAwaitApplied(WEB);
    var uid = service().getMetadata().getUid();

    fixture.admin().services().inNamespace(fixture.namespace()).withName("web").delete();

    await()
        .atMost(TIMEOUT)
        .ignoreExceptions()
        .untilAsserted(
            () -> assertThat(service().getMetadata().getUid()).isNotNull().isNotEqualTo(uid));
  }

  @Test
  void deletedPodIsRecreated() {
    applyAndAwaitApplied(WEB);
    var uid = fixture.pod("web").getMetadata().getUid();

    fixture.admin().pods().inNamespace(fixture.namespace()).withName("web").delete();

    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () ->
                assertThat(fixture.pod("web"))
                    .isNotNull()
                    .satisfies(pod -> assertThat(pod.getMetadata().getUid()).isNotEqualTo(uid)));
  }

  @Test
  void failedPodIsReplacedAtOnceTheFirstTimeAndThenWithBackoff() {
    applyAndAwaitApplied(WEB);
    var first = fixture.pod("web").getMetadata().getUid();

    fixture.reportPodStatus("web", "Failed", false);
    await()
        .atMost(TIMEOUT)
        .until(
            () -> fixture.pod("web"),
            pod -> pod != null && !pod.getMetadata().getUid().equals(first));
    var second = fixture.pod("web").getMetadata().getUid();
    fixture.reportPodStatus("web", "Failed", false);
    fixture.awaitApp("web", app -> app.getStatus().replicas() != null);

    await()
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(6))
        .until(() -> fixture.pod("web").getMetadata().getUid().equals(second));
  }

  @Test
  void changedRestartFileCreatesNewConfigMapAndReplacesPod() {
    applyAndAwaitApplied(WEB);
    var before = contentConfigMapName();
    var uid = fixture.pod("web").getMetadata().getUid();

    fixture.apply(WEB.replace("\"one\"", "\"two\""));

    await()
        .atMost(TIMEOUT)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              assertThat(fixture.pod("web").getMetadata().getUid()).isNotEqualTo(uid);
              assertThat(fixture.childNames("web")).doesNotContain("ConfigMap/" + before);
            });
    assertThat(contentConfigMapName()).isNotEqualTo(before);
  }

  @Test
  void changedLiveFileUpdatesConfigMapAndKeepsPod() {
    applyAndAwaitApplied(WEB);
    var uid = fixture.pod("web").getMetadata().getUid();
    var mark = fixture.mark();

    fixture.apply(WEB.replace("\"off\"", "\"on\""));
    fixture.awaitCondition("web", "Applied", "True");

    assertThat(configMap("web").getData()).containsEntry("main.1.flag", "on");
    assertThat(fixture.pod("web").getMetadata().getUid()).isEqualTo(uid);
    assertThat(fixture.writesSince(mark))
        .extracting(AuditLog.Request::resource)
        .containsExactlyInAnyOrder("configmaps", "patternedapps/status");
  }

  @Test
  void changedAppLabelsArePatchedOnThePodInPlace() {
    applyAndAwaitApplied(WEB);
    var uid = fixture.pod("web").getMetadata().getUid();

    fixture.apply(WEB.replace("team: shop", "tier: front"));
    fixture.awaitCondition("web", "Applied", "True");

    assertThat(fixture.pod("web").getMetadata().getUid()).isEqualTo(uid);
    assertThat(fixture.pod("web").getMetadata().getLabels())
        .containsEntry("tier", "front")
        .doesNotContainKey("team");
  }

  @Test
  void serviceIsDeletedWhenRemovedFromTheSpec() {
    applyAndAwaitApplied(WEB);

    fixture.apply(WEB.replace("  service: {ports: [{port: 80}]}\n", ""));

    await()
        .atMost(TIMEOUT)
        .untilAsserted(() -> assertThat(fixture.childNames("web")).doesNotContain("Service/web"));
  }

  @Test
  void oldWorkloadKindIsDeletedOnceTheNewKindIsReady() {
    applyAndAwaitApplied(DEPLOYMENT);

    fixture.apply(DEPLOYMENT.replace("kind: Deployment", "kind: Pod"));
    fixture.awaitCondition("web", "Applied", "True");

    assertThat(fixture.childNames("web"))
        .as("old workload kept until the new workload is ready")
        .containsExactly("Deployment/web", "Pod/web", "Pod/web-1");
    fixture.reportPodStatus("web", "Running", true);
    fixture.reportPodStatus("web-1", "Running", true);
    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () -> assertThat(fixture.childNames("web")).containsExactly("Pod/web", "Pod/web-1"));
  }

  @Test
  void scaleSubresourceAddsAndRemovesPods() {
    applyAndAwaitApplied(DEPLOYMENT.replace("kind: Deployment", "kind: Pod"));

    scale(4);
    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () ->
                assertThat(fixture.childNames("web"))
                    .containsExactly("Pod/web", "Pod/web-1", "Pod/web-2", "Pod/web-3"));
    scale(1);
    await()
        .atMost(TIMEOUT)
        .untilAsserted(() -> assertThat(fixture.childNames("web")).containsExactly("Pod/web"));
  }

  @Test
  void podIsReplacedOnlyWhileTheOtherReplicasAreReady() {
    applyAndAwaitApplied(DEPLOYMENT.replace("kind: Deployment", "kind: Pod"));
    fixture.reportPodStatus("web", "Running", true);
    fixture.reportPodStatus("web-1", "Running", true);
    fixture.awaitCondition("web", "Ready", "True");
    var first = fixture.pod("web").getMetadata().getUid();
    var second = fixture.pod("web-1").getMetadata().getUid();

    fixture.apply(
        DEPLOYMENT
            .replace("kind: Deployment", "kind: Pod")
            .replace("main: {", "main: {workingDir: /other, "));

    await()
        .atMost(TIMEOUT)
        .until(
            () -> fixture.pod("web-1"),
            pod -> pod != null && !pod.getMetadata().getUid().equals(second));
    await()
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(5))
        .until(() -> fixture.pod("web").getMetadata().getUid().equals(first));
    assertThat(fixture.app("web").getStatus().lastUpdate())
        .isEqualTo(new LastUpdate("replace 2 Pods", "spec.main.workingDir changed", false));
    fixture.reportPodStatus("web-1", "Running", true);
    await()
        .atMost(TIMEOUT)
        .until(
            () -> fixture.pod("web"),
            pod -> pod != null && !pod.getMetadata().getUid().equals(first));
    fixture.reportPodStatus("web", "Running", true);
    assertThat(fixture.awaitCondition("web", "Ready", "True").getStatus().lastUpdate().completed())
        .isTrue();
  }

  @Test
  void changedImageIsAppliedInPlaceByOneWritePerPod() {
    var app = DEPLOYMENT.replace("kind: Deployment", "kind: Pod");
    applyAndAwaitApplied(app);
    fixture.reportPodStatus("web", "Running", true);
    fixture.reportPodStatus("web-1", "Running", true);
    fixture.awaitCondition("web", "Ready", "True");
    var uids = List.of(uid("web"), uid("web-1"));
    var mark = fixture.mark();

    fixture.apply(app.replace("nginx:1.27", "nginx:1.25"));
    var status = fixture.awaitCondition("web", "Ready", "True").getStatus();

    assertThat(List.of(uid("web"), uid("web-1"))).isEqualTo(uids);
    assertThat(fixture.pod("web").getSpec().getContainers().get(0).getImage())
        .isEqualTo("nginx:1.25");
    assertThat(status.lastUpdate())
        .isEqualTo(
            new LastUpdate(
                "update image of main in place on 2 Pods, helpers keep running",
                "spec.main.image changed",
                true));
    assertThat(fixture.writesSince(mark).stream().filter(w -> w.resource().startsWith("pods")))
        .hasSize(2);
  }

  @Test
  void changedResourcesAreAppliedInPlaceByResize() {
    var app =
        DEPLOYMENT
            .replace("kind: Deployment", "kind: Pod")
            .replace("main: {", "main: {resources: {requests: {cpu: 10m, memory: 10Mi}}, ");
    applyAndAwaitApplied(app);
    fixture.reportPodStatus("web", "Running", true);
    fixture.reportPodStatus("web-1", "Running", true);
    fixture.awaitCondition("web", "Ready", "True");
    var uids = List.of(uid("web"), uid("web-1"));

    fixture.apply(app.replace("cpu: 10m", "cpu: 20m"));
    fixture.awaitCondition("web", "Ready", "True");

    assertThat(List.of(uid("web"), uid("web-1"))).isEqualTo(uids);
    assertThat(
            fixture
                .pod("web-1")
                .getSpec()
                .getContainers()
                .get(0)
                .getResources()
                .getRequests()
                .get("cpu"))
        .hasToString("20m");
  }

  @Test
  void podReplacementWaitsForThePodDisruptionBudget() {
    var app =
        DEPLOYMENT
            .replace("kind: Deployment", "kind: Pod")
            .replace("  replicas: 2", "  replicas: 2\n  disruptionBudget: {minAvailable: 1}");
    applyAndAwaitApplied(app);
    fixture.reportPodStatus("web", "Running", true);
    fixture.reportPodStatus("web-1", "Running", true);
    fixture.awaitCondition("web", "Ready", "True");
    var uids = List.of(uid("web"), uid("web-1"));

    fixture.apply(app.replace("main: {", "main: {workingDir: /other, "));
    // No controller updates the status of the PodDisruptionBudget here, so it allows no eviction.
    var waiting =
        fixture.awaitApp(
            "web",
            it ->
                it.getStatus()
                    .condition("Ready")
                    .orElseThrow()
                    .getMessage()
                    .contains("PodDisruptionBudget"));

    assertThat(waiting.getStatus().condition("Applied").orElseThrow().getStatus())
        .isEqualTo("True");
    assertThat(List.of(uid("web"), uid("web-1"))).isEqualTo(uids);
    assertThat(fixture.childNames("web")).contains("Pod/web", "Pod/web-1");

    fixture.apply(app.replace("disruptionBudget: {minAvailable: 1}", "labels: {}"));
    await()
        .atMost(TIMEOUT)
        .until(
            () ->
                fixture
                    .admin()
                    .policy()
                    .v1()
                    .podDisruptionBudget()
                    .inNamespace(fixture.namespace())
                    .list()
                    .getItems()
                    .isEmpty());
  }

  private String uid(String pod) {
    return fixture.pod(pod).getMetadata().getUid();
  }

  @Test
  void allocatedNodePortIsKeptAcrossChangesAndRepairs() {
    applyAndAwaitApplied(WEB);
    var nodePort = service().getSpec().getPorts().get(0).getNodePort();

    fixture.apply(WEB.replace("\"off\"", "\"on\""));
    fixture.awaitCondition("web", "Applied", "True");
    breakServiceAndAwaitRepair();

    assertThat(nodePort).isPositive();
    assertThat(service().getSpec().getPorts().get(0).getNodePort()).isEqualTo(nodePort);
    assertThat(fixture.app("web").getStatus().service().nodePorts().get(0).nodePort())
        .isEqualTo(nodePort);
  }

  @Test
  void foreignConfigMapIsNotModifiedAndBlocksApplyUntilDeleted() {
    var foreign =
        fixture
            .admin()
            .resource(
                new ConfigMapBuilder()
                    .withNewMetadata()
                    .withName("web")
                    .withNamespace(fixture.namespace())
                    .endMetadata()
                    .withData(Map.of("mine", "yes"))
                    .build())
            .create();

    fixture.apply(WEB);
    var app = fixture.awaitCondition("web", "Applied", "False");

    assertThat(configMap("web")).isEqualTo(foreign);
    assertThat(app.getStatus().condition("Applied").orElseThrow().getReason())
        .isEqualTo("NameConflict");
    assertThat(fixture.childNames("web")).noneMatch(name -> name.startsWith("Pod/"));

    fixture.admin().resource(foreign).delete();
    fixture.awaitCondition("web", "Applied", "True");
    assertThat(fixture.childNames("web")).contains("Pod/web", "ConfigMap/web");
  }

  @Test
  void foreignConfigMapWithTheAppLabelIsNotModified() {
    var foreign =
        fixture
            .admin()
            .resource(
                new ConfigMapBuilder()
                    .withNewMetadata()
                    .withName("web")
                    .withNamespace(fixture.namespace())
                    .addToLabels("patternedapp.io/app", "web")
                    .endMetadata()
                    .build())
            .create();

    fixture.apply(WEB);
    fixture.awaitCondition("web", "Applied", "False");

    assertThat(configMap("web")).isEqualTo(foreign);
  }

  @Test
  void invalidSpecLeavesChildrenUnchanged() {
    applyAndAwaitApplied(WEB);
    var mark = fixture.mark();
    var children = fixture.children("web");

    fixture.apply(WEB.replace("name: http", "name: Bad_Name"));
    var app = fixture.awaitCondition("web", "Accepted", "False");

    assertThat(app.getStatus().condition("Accepted").orElseThrow().getMessage())
        .contains("spec.main.ports[0].name");
    assertThat(fixture.children("web")).isEqualTo(children);
    assertThat(fixture.writesSince(mark))
        .extracting(AuditLog.Request::resource)
        .containsExactly("patternedapps/status");
  }

  @Test
  void runningPodIsKeptWhenItsReplacementWouldBeRejected() {
    applyAndAwaitApplied(WEB);
    var uid = fixture.pod("web").getMetadata().getUid();

    fixture.apply(WEB.replace("  service:", "  pod: {priorityClassName: missing}\n  service:"));
    var app = fixture.awaitCondition("web", "Applied", "False");

    assertThat(app.getStatus().condition("Applied").orElseThrow().getMessage())
        .contains("no PriorityClass with name missing");
    assertThat(fixture.pod("web").getMetadata().getUid()).isEqualTo(uid);
  }

  @Test
  void statusReportsReplicasSelectorAndService() {
    applyAndAwaitApplied(WEB);
    assertThat(fixture.app("web").getStatus().replicas()).isEqualTo(1);
    assertThat(fixture.app("web").getStatus().readyReplicas()).isEqualTo(0);

    fixture.reportPodStatus("web", "Running", true);

    var status = fixture.awaitCondition("web", "Ready", "True").getStatus();
    assertThat(status.readyReplicas()).isEqualTo(1);
    assertThat(status.selector()).isEqualTo("patternedapp.io/app=web");
    assertThat(status.service().name()).isEqualTo("web");
  }

  private void applyAndAwaitApplied(String yaml) {
    fixture.apply(yaml);
    fixture.awaitCondition("web", "Applied", "True");
  }

  /** Changes a field that the operator owns and waits for the repair. */
  private void breakServiceAndAwaitRepair() {
    fixture
        .admin()
        .services()
        .inNamespace(fixture.namespace())
        .withName("web")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"ports\":[{\"port\":80,\"protocol\":\"TCP\",\"targetPort\":81}]}}");
    await()
        .atMost(TIMEOUT)
        .until(
            () -> service().getSpec().getPorts().get(0).getTargetPort(),
            new IntOrString(80)::equals);
  }

  private void scale(int replicas) {
    fixture
        .admin()
        .resources(PatternedApp.class)
        .inNamespace(fixture.namespace())
        .withName("web")
        .scale(replicas);
  }

  private Service service() {
    return fixture.admin().services().inNamespace(fixture.namespace()).withName("web").get();
  }

  private ConfigMap configMap(String name) {
    return fixture.admin().configMaps().inNamespace(fixture.namespace()).withName(name).get();
  }

  private String contentConfigMapName() {
    List<String> names =
        fixture.childNames("web").stream()
            .filter(name -> name.startsWith("ConfigMap/web-"))
            .map(name -> name.substring("ConfigMap/".length()))
            .toList();
    assertThat(names).hasSize(1);
    return names.get(0);
  }
}
