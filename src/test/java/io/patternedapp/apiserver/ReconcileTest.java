package io.patternedapp.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.patternedapp.api.LastUpdate;
import io.patternedapp.api.PatternedApp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the operator does to children when apps and children change. */
@ExtendWith(ApiServer.class)
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

  @AutoClose private Lab lab;

  @BeforeEach
  void open(ApiServer.Shared api) {
    lab = new Lab(api);
  }

  @Test
  void aReconcileThatChangesNothingSendsNoRequest() {
    converged(WEB);
    var mark = lab.mark();

    lab.admin()
        .services()
        .inNamespace(lab.namespace())
        .withName("web")
        .edit(
            s ->
                new ServiceBuilder(s)
                    .editMetadata()
                    .addToLabels("foreign", "1")
                    .endMetadata()
                    .build());
    provokeReconcile();

    assertThat(lab.requestsSince(mark))
        .as("only the provoked repair, so the reconcile of the foreign label sent nothing")
        .extracting(request -> request.verb() + " " + request.resource())
        .containsExactly("list patternedapps", "patch services");
    assertThat(service().getMetadata().getLabels()).containsEntry("foreign", "1");
  }

  @Test
  void aRestartOfTheOperatorWritesNothing() {
    converged(WEB);
    lab.stopOperator();
    var mark = lab.mark();

    lab.startOperator();
    provokeReconcile();

    assertThat(lab.requestsSince(mark).stream().filter(r -> !r.isWatching()))
        .as("lists and watches, and only the provoked repair")
        .extracting(request -> request.verb() + " " + request.resource())
        .containsExactly("patch services");
    assertThat(lab.requestsSince(mark).stream().filter(r -> r.verb().equals("list")))
        .as("no list brings all at once, however many there are")
        .isNotEmpty()
        .allSatisfy(
            list ->
                assertThat(list.uri())
                    .containsPattern("[?&](limit=\\d+|fieldSelector=metadata.name)"));
  }

  @Test
  void aFieldThatSomeoneChangedIsRepairedOnce() {
    converged(WEB);
    var mark = lab.mark();

    provokeReconcile();

    assertThat(lab.writesSince(mark)).hasSize(1);
    assertThat(service().getSpec().getPorts().get(0).getTargetPort())
        .isEqualTo(new IntOrString(80));
  }

  @Test
  void aDeletedChildComesBack() {
    converged(WEB);
    var uid = service().getMetadata().getUid();

    lab.admin().services().inNamespace(lab.namespace()).withName("web").delete();

    await()
        .atMost(TIMEOUT)
        .ignoreExceptions()
        .untilAsserted(
            () -> assertThat(service().getMetadata().getUid()).isNotNull().isNotEqualTo(uid));
  }

  @Test
  void aDeletedPodComesBack() {
    converged(WEB);
    var uid = lab.pod("web").getMetadata().getUid();

    lab.admin().pods().inNamespace(lab.namespace()).withName("web").delete();

    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () ->
                assertThat(lab.pod("web"))
                    .isNotNull()
                    .satisfies(pod -> assertThat(pod.getMetadata().getUid()).isNotEqualTo(uid)));
  }

  @Test
  void anEndedPodIsReplacedAtOnceAndThenWithADelay() {
    converged(WEB);
    var first = lab.pod("web").getMetadata().getUid();

    lab.report("web", "Failed", false);
    await()
        .atMost(TIMEOUT)
        .until(
            () -> lab.pod("web"), pod -> pod != null && !pod.getMetadata().getUid().equals(first));
    var second = lab.pod("web").getMetadata().getUid();
    lab.report("web", "Failed", false);
    lab.until("web", app -> app.getStatus().replicas() != null);

    await()
        .during(Duration.ofSeconds(3))
        .atMost(Duration.ofSeconds(6))
        .until(() -> lab.pod("web").getMetadata().getUid().equals(second));
  }

  @Test
  void contentThatRestartsMakesANewConfigMapAndANewPod() {
    converged(WEB);
    var before = contentMap();
    var uid = lab.pod("web").getMetadata().getUid();

    lab.apply(WEB.replace("\"one\"", "\"two\""));

    await()
        .atMost(TIMEOUT)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              assertThat(lab.pod("web").getMetadata().getUid()).isNotEqualTo(uid);
              assertThat(lab.childNames("web")).doesNotContain("ConfigMap/" + before);
            });
    assertThat(contentMap()).isNotEqualTo(before);
  }

  @Test
  void contentThatIsLiveChangesInPlace() {
    converged(WEB);
    var uid = lab.pod("web").getMetadata().getUid();
    var mark = lab.mark();

    lab.apply(WEB.replace("\"off\"", "\"on\""));
    lab.untilCondition("web", "Applied", "True");

    assertThat(configMap("web").getData()).containsEntry("main.1.flag", "on");
    assertThat(lab.pod("web").getMetadata().getUid()).isEqualTo(uid);
    assertThat(lab.writesSince(mark))
        .extracting(AuditLog.Request::resource)
        .containsExactlyInAnyOrder("configmaps", "patternedapps/status");
  }

  @Test
  void labelsChangeOnThePodInPlace() {
    converged(WEB);
    var uid = lab.pod("web").getMetadata().getUid();

    lab.apply(WEB.replace("team: shop", "tier: front"));
    lab.untilCondition("web", "Applied", "True");

    assertThat(lab.pod("web").getMetadata().getUid()).isEqualTo(uid);
    assertThat(lab.pod("web").getMetadata().getLabels())
        .containsEntry("tier", "front")
        .doesNotContainKey("team");
  }

  @Test
  void whatIsNoLongerWantedGoes() {
    converged(WEB);

    lab.apply(WEB.replace("  service: {ports: [{port: 80}]}\n", ""));

    await()
        .atMost(TIMEOUT)
        .untilAsserted(() -> assertThat(lab.childNames("web")).doesNotContain("Service/web"));
  }

  @Test
  void aChangeOfKindLeavesOnlyTheNewKind() {
    converged(DEPLOYMENT);

    lab.apply(DEPLOYMENT.replace("kind: Deployment", "kind: Pod"));
    lab.untilCondition("web", "Applied", "True");

    assertThat(lab.childNames("web"))
        .as("the old stays until the new is ready")
        .containsExactly("Deployment/web", "Pod/web", "Pod/web-1");
    lab.report("web", "Running", true);
    lab.report("web-1", "Running", true);
    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () -> assertThat(lab.childNames("web")).containsExactly("Pod/web", "Pod/web-1"));
  }

  @Test
  void theScaleSubresourceAddsAndRemovesPods() {
    converged(DEPLOYMENT.replace("kind: Deployment", "kind: Pod"));

    scale(4);
    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () ->
                assertThat(lab.childNames("web"))
                    .containsExactly("Pod/web", "Pod/web-1", "Pod/web-2", "Pod/web-3"));
    scale(1);
    await()
        .atMost(TIMEOUT)
        .untilAsserted(() -> assertThat(lab.childNames("web")).containsExactly("Pod/web"));
  }

  @Test
  void aReplicaIsReplacedOnlyWhileTheOthersAreReady() {
    converged(DEPLOYMENT.replace("kind: Deployment", "kind: Pod"));
    lab.report("web", "Running", true);
    lab.report("web-1", "Running", true);
    lab.untilCondition("web", "Ready", "True");
    var first = lab.pod("web").getMetadata().getUid();
    var second = lab.pod("web-1").getMetadata().getUid();

    lab.apply(
        DEPLOYMENT
            .replace("kind: Deployment", "kind: Pod")
            .replace("main: {", "main: {workingDir: /other, "));

    await()
        .atMost(TIMEOUT)
        .until(
            () -> lab.pod("web-1"),
            pod -> pod != null && !pod.getMetadata().getUid().equals(second));
    await()
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(5))
        .until(() -> lab.pod("web").getMetadata().getUid().equals(first));
    assertThat(lab.app("web").getStatus().lastUpdate())
        .isEqualTo(new LastUpdate("replace 2 Pods", "spec.main.workingDir changed", false));
    lab.report("web-1", "Running", true);
    await()
        .atMost(TIMEOUT)
        .until(
            () -> lab.pod("web"), pod -> pod != null && !pod.getMetadata().getUid().equals(first));
    lab.report("web", "Running", true);
    assertThat(lab.untilCondition("web", "Ready", "True").getStatus().lastUpdate().completed())
        .isTrue();
  }

  @Test
  void anImageChangesInPlaceAndCostsOneWriteAPod() {
    var app = DEPLOYMENT.replace("kind: Deployment", "kind: Pod");
    converged(app);
    lab.report("web", "Running", true);
    lab.report("web-1", "Running", true);
    lab.untilCondition("web", "Ready", "True");
    var uids = List.of(uid("web"), uid("web-1"));
    var mark = lab.mark();

    lab.apply(app.replace("nginx:1.27", "nginx:1.25"));
    var status = lab.untilCondition("web", "Ready", "True").getStatus();

    assertThat(List.of(uid("web"), uid("web-1"))).isEqualTo(uids);
    assertThat(lab.pod("web").getSpec().getContainers().get(0).getImage()).isEqualTo("nginx:1.25");
    assertThat(status.lastUpdate())
        .isEqualTo(
            new LastUpdate(
                "main image in place on 2 Pods, helpers keep running",
                "spec.main.image changed",
                true));
    assertThat(lab.writesSince(mark).stream().filter(w -> w.resource().startsWith("pods")))
        .hasSize(2);
  }

  @Test
  void resourcesChangeInPlaceWhereTheServerAllowsIt() {
    var app =
        DEPLOYMENT
            .replace("kind: Deployment", "kind: Pod")
            .replace("main: {", "main: {resources: {requests: {cpu: 10m, memory: 10Mi}}, ");
    converged(app);
    lab.report("web", "Running", true);
    lab.report("web-1", "Running", true);
    lab.untilCondition("web", "Ready", "True");
    var uids = List.of(uid("web"), uid("web-1"));

    lab.apply(app.replace("cpu: 10m", "cpu: 20m"));
    lab.untilCondition("web", "Ready", "True");

    assertThat(List.of(uid("web"), uid("web-1"))).isEqualTo(uids);
    assertThat(
            lab.pod("web-1")
                .getSpec()
                .getContainers()
                .get(0)
                .getResources()
                .getRequests()
                .get("cpu"))
        .hasToString("20m");
  }

  @Test
  void aBudgetIsRespectedByOurOwnReplacing() {
    var app =
        DEPLOYMENT
            .replace("kind: Deployment", "kind: Pod")
            .replace("  replicas: 2", "  replicas: 2\n  disruptionBudget: {minAvailable: 1}");
    converged(app);
    lab.report("web", "Running", true);
    lab.report("web-1", "Running", true);
    lab.untilCondition("web", "Ready", "True");
    var uids = List.of(uid("web"), uid("web-1"));

    lab.apply(app.replace("main: {", "main: {workingDir: /other, "));
    // Nobody computes the budget here, and one that nobody computed lets no Pod go.
    var waiting =
        lab.until(
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
    assertThat(lab.childNames("web")).contains("Pod/web", "Pod/web-1");

    lab.apply(app.replace("disruptionBudget: {minAvailable: 1}", "labels: {}"));
    await()
        .atMost(TIMEOUT)
        .until(
            () ->
                lab.admin()
                    .policy()
                    .v1()
                    .podDisruptionBudget()
                    .inNamespace(lab.namespace())
                    .list()
                    .getItems()
                    .isEmpty());
  }

  private String uid(String pod) {
    return lab.pod(pod).getMetadata().getUid();
  }

  @Test
  void anAllocatedNodePortNeverChanges() {
    converged(WEB);
    var nodePort = service().getSpec().getPorts().get(0).getNodePort();

    lab.apply(WEB.replace("\"off\"", "\"on\""));
    lab.untilCondition("web", "Applied", "True");
    provokeReconcile();

    assertThat(nodePort).isPositive();
    assertThat(service().getSpec().getPorts().get(0).getNodePort()).isEqualTo(nodePort);
    assertThat(lab.app("web").getStatus().service().nodePorts().get(0).nodePort())
        .isEqualTo(nodePort);
  }

  @Test
  void aForeignObjectIsNeverTouched() {
    var foreign =
        lab.admin()
            .resource(
                new ConfigMapBuilder()
                    .withNewMetadata()
                    .withName("web")
                    .withNamespace(lab.namespace())
                    .endMetadata()
                    .withData(Map.of("mine", "yes"))
                    .build())
            .create();

    lab.apply(WEB);
    var app = lab.untilCondition("web", "Applied", "False");

    assertThat(configMap("web")).isEqualTo(foreign);
    assertThat(app.getStatus().condition("Applied").orElseThrow().getReason())
        .isEqualTo("NameConflict");
    assertThat(lab.childNames("web")).noneMatch(name -> name.startsWith("Pod/"));

    lab.admin().resource(foreign).delete();
    lab.untilCondition("web", "Applied", "True");
    assertThat(lab.childNames("web")).contains("Pod/web", "ConfigMap/web");
  }

  @Test
  void aForeignObjectWithOurLabelIsNeverTouchedEither() {
    var foreign =
        lab.admin()
            .resource(
                new ConfigMapBuilder()
                    .withNewMetadata()
                    .withName("web")
                    .withNamespace(lab.namespace())
                    .addToLabels("patternedapp.io/app", "web")
                    .endMetadata()
                    .build())
            .create();

    lab.apply(WEB);
    lab.untilCondition("web", "Applied", "False");

    assertThat(configMap("web")).isEqualTo(foreign);
  }

  @Test
  void anInvalidSpecLeavesTheChildrenAsTheyAre() {
    converged(WEB);
    var mark = lab.mark();
    var children = lab.children("web");

    lab.apply(WEB.replace("name: http", "name: Bad_Name"));
    var app = lab.untilCondition("web", "Accepted", "False");

    assertThat(app.getStatus().condition("Accepted").orElseThrow().getMessage())
        .contains("spec.main.ports[0].name");
    assertThat(lab.children("web")).isEqualTo(children);
    assertThat(lab.writesSince(mark))
        .extracting(AuditLog.Request::resource)
        .containsExactly("patternedapps/status");
  }

  @Test
  void aPodThatTheApiServerWouldRefuseNeverCostsARunningOne() {
    converged(WEB);
    var uid = lab.pod("web").getMetadata().getUid();

    lab.apply(WEB.replace("  service:", "  pod: {priorityClassName: missing}\n  service:"));
    var app = lab.untilCondition("web", "Applied", "False");

    assertThat(app.getStatus().condition("Applied").orElseThrow().getMessage())
        .contains("no PriorityClass with name missing");
    assertThat(lab.pod("web").getMetadata().getUid()).isEqualTo(uid);
  }

  @Test
  void theStatusSaysWhatIsThere() {
    converged(WEB);
    assertThat(lab.app("web").getStatus().replicas()).isEqualTo(1);
    assertThat(lab.app("web").getStatus().readyReplicas()).isEqualTo(0);

    lab.report("web", "Running", true);

    var status = lab.untilCondition("web", "Ready", "True").getStatus();
    assertThat(status.readyReplicas()).isEqualTo(1);
    assertThat(status.selector()).isEqualTo("patternedapp.io/app=web");
    assertThat(status.service().name()).isEqualTo("web");
  }

  private void converged(String yaml) {
    lab.apply(yaml);
    lab.untilCondition("web", "Applied", "True");
  }

  /** Changes a field that the operator owns and waits for the repair. */
  private void provokeReconcile() {
    lab.admin()
        .services()
        .inNamespace(lab.namespace())
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
    lab.admin()
        .resources(PatternedApp.class)
        .inNamespace(lab.namespace())
        .withName("web")
        .scale(replicas);
  }

  private Service service() {
    return lab.admin().services().inNamespace(lab.namespace()).withName("web").get();
  }

  private ConfigMap configMap(String name) {
    return lab.admin().configMaps().inNamespace(lab.namespace()).withName(name).get();
  }

  private String contentMap() {
    List<String> names =
        lab.childNames("web").stream()
            .filter(name -> name.startsWith("ConfigMap/web-"))
            .map(name -> name.substring("ConfigMap/".length()))
            .toList();
    assertThat(names).hasSize(1);
    return names.get(0);
  }
}
