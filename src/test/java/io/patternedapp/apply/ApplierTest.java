package io.patternedapp.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.mockwebserver.http.MockResponse;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.status.LastUpdate;
import io.patternedapp.apply.error.ApiErrors;
import io.patternedapp.expand.Expander;
import io.patternedapp.fixtures.LiveObjects;
import io.patternedapp.fixtures.TestApps;
import io.patternedapp.model.Annotations;
import io.patternedapp.model.Labels;
import io.patternedapp.model.condition.Reason;
import io.patternedapp.model.result.AppliedChange;
import io.patternedapp.model.result.ChildProblem;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sent to the API server, and what follows from its answers. */
@Timeout(60)
class ApplierTest {

  private static final Instant NOW = Instant.parse("2026-11-24T04:00:00Z");
  private static final String POD = "main: {image: 'nginx:1'}";
  private static final String POD_WITH_SERVICE =
      POD + ", service: {ports: [{port: 80, targetPort: 80}]}";
  private static final String CHANGED_POD = "main: {image: 'nginx:1', workingDir: /other}";
  private static final String BUDGET_REJECTION =
      """
      {"kind": "Status", "code": 429, "reason": "TooManyRequests", "message": "would violate it",
       "details": {"causes": [{"reason": "DisruptionBudget", "message": "needs 1 healthy Pod"}]}}
      """;
  private static final String QUOTA_MESSAGE =
      "pods \"web\" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1";

  @AutoClose private final FakeApiServer api = new FakeApiServer();
  private final FakeChildCache cache = new FakeChildCache();
  private final Applier applier = applier(new ChildWriter(api.client()));

  @Test
  void childMissingFromCacheIsCreatedByServerSideApply() {
    var outcome = apply(POD_WITH_SERVICE);

    assertThat(api.requestLines()).containsExactly("PATCH services/web", "PATCH pods/web");
    assertThat(outcome.hasErrors()).isFalse();
    assertThat(outcome.changes())
        .containsExactly(
            new AppliedChange("Created", "Service/web was made"),
            new AppliedChange("Created", "Pod/web was made"));
    var created = api.lastRequest("PATCH services/web");
    assertThat(created.query()).contains("fieldManager=patternedapp-operator", "force=true");
    assertThat(created.meta().has("uid")).isFalse();
    assertThat(created.meta().path("ownerReferences")).hasSize(1);
    assertThat(created.meta().at("/ownerReferences/0/uid").asText()).isEqualTo(TestApps.UID);
    assertThat(created.meta().at("/ownerReferences/0/controller").asBoolean()).isTrue();
  }

  @Test
  void applyOfChildrenInSyncSendsNoRequest() {
    var app = TestApps.app(POD_WITH_SERVICE);
    cacheAllChildren(app);

    var outcome = apply(app);

    assertThat(api.requestLines()).isEmpty();
    assertThat(outcome.changes()).isEmpty();
    assertThat(outcome.summary().podsCurrent()).isTrue();
  }

  @Test
  void secondApplyOfSameExpansionSendsNoRequest() {
    apply(POD_WITH_SERVICE);
    var before = api.requestLines();

    apply(POD_WITH_SERVICE);

    assertThat(api.requestLines()).isEqualTo(before);
  }

  @Test
  void patchCarriesUidAndResourceVersionOfTheCachedState() {
    cacheAllChildren(TestApps.app(POD_WITH_SERVICE));

    var outcome = apply(POD_WITH_SERVICE + ", labels: {team: shop}");

    assertThat(api.requestLines()).containsExactly("PATCH services/web", "PATCH pods/web");
    var patch = api.lastRequest("PATCH services/web");
    assertThat(patch.meta().path("uid").asText()).isEqualTo("uid-web");
    assertThat(patch.meta().path("resourceVersion").asText()).isEqualTo("1");
    assertThat(patch.meta().at("/ownerReferences/0/controller").asBoolean()).isTrue();
    assertThat(patch.query()).contains("fieldManager=patternedapp-operator", "force=true");
    assertThat(outcome.changes())
        .extracting(AppliedChange::reason)
        .containsExactly("Synced", "Updating", "Synced");
  }

  @Test
  void podPatchKeepsTheRestartAttemptAnnotation() {
    var app = TestApps.app(POD);
    var live = pod(app, "Running", true);
    annotate(live, Annotations.RESTART_ATTEMPT, "4");
    cache.addFromWatch(live);

    apply(POD + ", labels: {team: shop}");

    assertThat(
            api.lastRequest("PATCH pods/web")
                .meta()
                .path("annotations")
                .path(Annotations.RESTART_ATTEMPT))
        .hasToString("\"4\"");
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void applyIsRetriedWhenApiServerIsBusy(int code) {
    api.respondNext(
        "PATCH pods/web", FakeApiServer.response(code, "{}").setHeader("Retry-After", "0"));

    var outcome = apply(POD);

    assertThat(api.requestLines()).containsExactly("PATCH pods/web", "PATCH pods/web");
    assertThat(outcome.hasErrors()).isFalse();
    assertThat(outcome.changes()).containsExactly(new AppliedChange("Created", "Pod/web was made"));
  }

  @Test
  void applyIsRetriedWhenConnectionBreaks() throws IOException {
    try (var flaky = new FlakyProxy(api.port(), 2);
        var client = FakeApiServer.clientAt(flaky.url())) {
      var outcome =
          applier(new ChildWriter(client))
              .apply(TestApps.app(POD), Expander.expand(TestApps.app(POD)));

      assertThat(outcome.hasErrors()).isFalse();
      assertThat(api.requestLines()).containsExactly("PATCH pods/web");
    }
  }

  @Test
  void unreachableApiServerThrowsInsteadOfReportingChildProblem() throws IOException {
    try (var flaky = new FlakyProxy(api.port(), 100);
        var client = FakeApiServer.clientAt(flaky.url())) {
      var disconnected = applier(new ChildWriter(client));
      var app = TestApps.app(POD);

      assertThatThrownBy(() -> disconnected.apply(app, Expander.expand(app)))
          .isInstanceOfSatisfying(
              KubernetesClientException.class,
              e -> assertThat(ApiErrors.isServerUnavailable(e)).isTrue());
    }
    assertThat(api.requestLines()).isEmpty();
  }

  @Test
  void persistentlyBusyApiServerThrowsInsteadOfReportingChildProblem() {
    for (int i = 0; i < 4; i++) {
      api.rejectNext("PATCH pods/web", 503, "busy");
    }

    assertThatThrownBy(() -> apply(POD))
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(503));
  }

  @Test
  void conflictOnPatchThrowsWithoutRetry() {
    cacheAllChildren(TestApps.app(POD_WITH_SERVICE));
    api.rejectNext("PATCH services/web", 409, "the object has been modified");

    assertThatThrownBy(() -> apply(POD_WITH_SERVICE + ", labels: {team: shop}"))
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(409));
    assertThat(api.requestLines()).containsExactly("PATCH services/web");
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          403 | services "web" is forbidden: exceeded quota: q, requested: services=1      | QuotaExceeded
          403 | services "web" is forbidden: violates PodSecurity "restricted:latest"      | PodSecurity
          403 | services is forbidden: User "x" cannot patch resource "services"           | Forbidden
          422 | Service "web" is invalid: spec.ports[0].port: Invalid value: 0             | Invalid
          404 | namespaces "shop" not found                                                | NotFound
          """)
  void podsAreNotUpdatedWhenServiceIsRejected(int code, String serverMessage, Reason reason) {
    var app = TestApps.app(POD_WITH_SERVICE);
    cache.addFromWatch(pod(app, "Running", true));
    api.rejectNext("PATCH services/web", code, serverMessage);

    var outcome =
        apply("main: {image: 'nginx:2'}, " + POD_WITH_SERVICE.substring(POD.length() + 2));

    assertThat(outcome.summary().problems())
        .containsExactly(new ChildProblem("Service/web", reason, serverMessage));
    assertThat(outcome.hasErrors()).isTrue();
    assertThat(api.requestLines()).containsExactly("PATCH services/web");
  }

  @Test
  void foreignObjectMissingFromCacheIsReportedAsNameConflict() {
    api.addExisting(
        "services/web",
        LiveObjects.withoutOwnerReferences(
            liveChild(TestApps.app(POD_WITH_SERVICE), Service.class)));

    var outcome = apply(POD_WITH_SERVICE);

    assertThat(api.requestLines()).containsExactly("PATCH services/web", "GET services/web");
    assertThat(api.lastRequest("PATCH services/web").meta().path("resourceVersion").asText())
        .as("a state that no object has")
        .isEqualTo("1");
    assertThat(outcome.summary().problems())
        .extracting(ChildProblem::child, ChildProblem::reason)
        .containsExactly(tuple("Service/web", Reason.NameConflict));
  }

  @Test
  void conflictOnCreateThrowsWhenObjectDoesNotExist() {
    api.rejectNext("PATCH services/web", 409, "the object has been modified");

    assertThatThrownBy(() -> apply(POD_WITH_SERVICE))
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(409));
    assertThat(api.requestLines()).containsExactly("PATCH services/web", "GET services/web");
  }

  @Test
  void foreignObjectWithAppLabelIsNeitherPatchedNorDeleted() {
    cache.addFromWatch(
        LiveObjects.withoutOwnerReferences(
            liveChild(TestApps.app(POD_WITH_SERVICE), Service.class)));
    cacheAllChildren(TestApps.app(POD));

    assertThat(apply(POD_WITH_SERVICE).hasErrors()).isTrue();
    assertThat(apply(POD).hasErrors()).isFalse();
    assertThat(api.requestLines()).isEmpty();
  }

  @Test
  void childOfDeletedAppOfSameNameIsAwaitedWithoutRequest() {
    var before = TestApps.app(POD_WITH_SERVICE);
    before.getMetadata().setUid("uid-of-its-predecessor");
    cache.addFromWatch(liveChild(before, Service.class));

    var outcome = apply(POD_WITH_SERVICE);

    assertThat(outcome.summary().problems())
        .extracting(ChildProblem::reason)
        .containsExactly(Reason.PredecessorTerminating);
    assertThat(api.requestLines()).isEmpty();
  }

  @Test
  void ownedObjectWithoutAppLabelIsReadAndPatched() {
    var live = liveChild(TestApps.app(POD_WITH_SERVICE), Service.class);
    live.getMetadata().getLabels().remove(Labels.APP);
    api.addExisting("services/web", live);
    cache.addFromWatch(pod(TestApps.app(POD_WITH_SERVICE), "Running", true));

    apply(POD_WITH_SERVICE);

    assertThat(api.requestLines())
        .containsExactly("PATCH services/web", "GET services/web", "PATCH services/web");
    assertThat(api.lastRequest("PATCH services/web").meta().path("uid").asText())
        .isEqualTo("uid-web");
  }

  @Test
  void prunedChildIsDeletedWithResourceVersionPrecondition() {
    cacheAllChildren(TestApps.app(POD_WITH_SERVICE));

    var outcome = apply(POD);

    assertThat(api.requestLines()).containsExactly("DELETE services/web");
    var preconditions = api.lastRequest("DELETE services/web").body().path("preconditions");
    assertThat(preconditions.path("resourceVersion").asText()).isEqualTo("1");
    assertThat(outcome.changes())
        .containsExactly(new AppliedChange("Removed", "Service/web is no longer wanted"));
  }

  @Test
  void notFoundOnPruneIsIgnored() {
    cacheAllChildren(TestApps.app(POD_WITH_SERVICE));
    api.rejectNext("DELETE services/web", 404, "not found");

    assertThat(apply(POD).hasErrors()).isFalse();
  }

  @Test
  void terminatingChildIsNotDeletedAgain() {
    cacheAllChildren(TestApps.app(POD));
    var service = liveChild(TestApps.app(POD_WITH_SERVICE), Service.class);
    service.getMetadata().setDeletionTimestamp(NOW.toString());
    cache.addFromWatch(service);

    apply(POD);

    assertThat(api.requestLines()).isEmpty();
  }

  @Test
  void serviceIsRecreatedOnlyAfterItsPredecessorIsDeleted() {
    var headless = POD_WITH_SERVICE.replace("{ports", "{clusterIP: None, ports");
    cacheAllChildren(TestApps.app(POD_WITH_SERVICE));
    api.rejectNext("PATCH services/web", 409, "the object has been modified");

    assertThat(apply(headless).summary().problems())
        .extracting(ChildProblem::reason)
        .containsExactly(Reason.PredecessorTerminating);
    assertThat(api.requestLines()).containsExactly("DELETE services/web", "PATCH services/web");

    var terminating = liveChild(TestApps.app(POD_WITH_SERVICE), Service.class);
    terminating.getMetadata().setDeletionTimestamp(NOW.toString());
    cache.addFromWatch(terminating);
    assertThat(apply(headless).summary().problems())
        .extracting(ChildProblem::message)
        .containsExactly("it is being deleted, and is made anew once it is gone");
    assertThat(api.requestLines()).as("nothing more").hasSize(2);
  }

  @Test
  void scaleDownDeletesPodsWithTheHighestOrdinals() {
    cacheAllChildren(TestApps.app("replicas: 3, " + POD));

    apply(POD);

    assertThat(api.requestLines())
        .containsExactlyInAnyOrder("DELETE pods/web-1", "DELETE pods/web-2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Pod", "ReplicaSet"})
  void oldConfigMapIsKeptWhilePodOrReplicaSetReferencesIt(String referrerKind) {
    var app = deploymentAppWithFile("one");
    cacheAllChildren(app);
    var old = TestApps.child(app, ConfigMap.class).getMetadata().getName();
    var referrer = configMapReferrer(referrerKind, old);
    cache.addFromWatch(referrer);

    assertThat(apply(deploymentAppWithFile("two")).hasErrors()).isFalse();
    assertThat(api.requestLines())
        .contains("PATCH deployments/web")
        .noneMatch(l -> l.contains("DELETE"));

    cache.deleteFromWatch(referrer);
    apply(deploymentAppWithFile("two"));
    assertThat(api.requestLines())
        .filteredOn(line -> line.startsWith("DELETE"))
        .containsExactly("DELETE configmaps/" + old);
  }

  @Test
  void podIsEvictedAfterDryRunOfItsReplacementSucceeds() {
    cache.addFromWatch(pod(TestApps.app(POD), "Running", true));

    var outcome = apply(CHANGED_POD);

    assertThat(api.requestLines()).containsExactly("POST pods", "POST pods/web/eviction");
    var dryRun = api.lastRequest("POST pods");
    assertThat(dryRun.query()).contains("dryRun=All");
    assertThat(dryRun.meta().has("name")).isFalse();
    assertThat(dryRun.meta().path("generateName").asText()).isEqualTo("web-");
    assertThat(dryRun.body().at("/spec/containers/0/workingDir").asText()).isEqualTo("/other");
    var eviction = api.lastRequest("POST pods/web/eviction").body().path("deleteOptions");
    assertThat(eviction.at("/preconditions/uid").asText()).isEqualTo("uid-web");
    assertThat(eviction.at("/preconditions/resourceVersion").asText()).isEqualTo("1");
    assertThat(eviction.path("dryRun")).isEmpty();
    assertThat(outcome.summary().podsCurrent()).isFalse();
    assertThat(outcome.summary().lastUpdate())
        .isEqualTo(LastUpdate.started("replace 1 Pod", "spec.main.workingDir changed"));
    assertThat(outcome.changes())
        .containsExactly(
            new AppliedChange("Updating", "replace 1 Pod: spec.main.workingDir changed"));
  }

  @Test
  void unreadyPodIsDeletedRegardlessOfDisruptionBudgets() {
    cache.addFromWatch(pod(TestApps.app(POD), "Running", false));

    apply(CHANGED_POD);

    assertThat(api.requestLines()).containsExactly("POST pods", "DELETE pods/web");
  }

  @Test
  void evictionBlockedByDisruptionBudgetIsRetriedLater() {
    cache.addFromWatch(pod(TestApps.app(POD), "Running", true));
    api.respondNext("POST pods/web/eviction", FakeApiServer.response(429, BUDGET_REJECTION));

    var outcome = apply(CHANGED_POD);

    assertThat(api.requestLines())
        .as("asked once")
        .containsExactly("POST pods", "POST pods/web/eviction");
    assertThat(outcome.hasErrors()).isFalse();
    assertThat(outcome.summary().podsCurrent()).isFalse();
    assertThat(outcome.summary().waitingFor())
        .isEqualTo("a PodDisruptionBudget keeps Pod web for now: would violate it");
    assertThat(outcome.requeueAfter()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void podWithSeveralDisruptionBudgetsIsReportedAsProblem() {
    cache.addFromWatch(pod(TestApps.app(POD), "Running", true));
    var serverMessage =
        "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.";
    api.rejectNext("POST pods/web/eviction", 500, serverMessage);

    assertThat(apply(CHANGED_POD).summary().problems())
        .containsExactly(
            new ChildProblem("Pod/web", Reason.SeveralDisruptionBudgets, serverMessage));
  }

  @Test
  void replacementDryRunIsSentOnceForAllReplicas() {
    for (var podName : List.of("web", "web-1")) {
      cache.addFromWatch(withName(pod(TestApps.app(POD), "Running", true), podName));
    }

    apply("replicas: 2, workload: {kind: Pod, pod: {maxUnavailable: 2}}, " + CHANGED_POD);

    assertThat(api.requestLines())
        .containsExactly("POST pods", "POST pods/web/eviction", "POST pods/web-1/eviction");
  }

  @Test
  void inPlaceImageUpdateAnnotatesRestartingContainers() {
    var live = pod(TestApps.app(POD), "Running", true);
    live.getStatus()
        .setContainerStatuses(
            List.of(
                new ContainerStatusBuilder().withName("main").withContainerID("c://1").build()));
    cache.addFromWatch(live);

    var outcome = apply("main: {image: 'nginx:2'}");

    assertThat(api.requestLines()).containsExactly("PATCH pods/web");
    var patch = api.lastRequest("PATCH pods/web");
    assertThat(patch.query()).contains("force=true");
    assertThat(patch.meta().path("uid").asText()).isEqualTo("uid-web");
    assertThat(patch.meta().path("annotations").path(Annotations.IN_PLACE_UPDATE).asText())
        .contains("\"main\"", "c://1", NOW.toString());
    assertThat(outcome.summary().podsCurrent()).as("not before it restarted").isFalse();
    assertThat(outcome.summary().lastUpdate())
        .isEqualTo(
            LastUpdate.started(
                "update image of main in place on 1 Pod, helpers keep running",
                "spec.main.image changed"));
  }

  @Test
  void resourcesArePatchedThroughResizeSubresourceFirst() {
    cache.addFromWatch(
        pod(
            TestApps.app("main: {image: 'nginx:1', resources: {limits: {cpu: 1, memory: 1Gi}}}"),
            "Running",
            true));

    var outcome = apply("main: {image: 'nginx:1', resources: {limits: {cpu: 2, memory: 1Gi}}}");

    assertThat(api.requestLines()).containsExactly("PATCH pods/web/resize", "PATCH pods/web");
    var resize = api.lastRequest("PATCH pods/web/resize");
    assertThat(resize.query()).contains("force=true", "fieldManager=patternedapp-operator");
    assertThat(resize.meta().path("resourceVersion").asText()).isEqualTo("1");
    assertThat(resize.body().at("/spec/containers/0/resources/limits/cpu").asText()).isEqualTo("2");
    assertThat(resize.body().at("/spec/containers/0/resources/requests/cpu").asText())
        .as("as a new Pod would have it")
        .isEqualTo("2");
    assertThat(resize.body().at("/spec/containers/0").has("image")).isFalse();
    assertThat(api.lastRequest("PATCH pods/web").meta().path("resourceVersion").asText())
        .as("bound to the state that the resize left")
        .isEqualTo("100");
    assertThat(outcome.summary().lastUpdate().plan())
        .isEqualTo("update resources of main in place on 1 Pod, no container restarts");
  }

  @ParameterizedTest
  @CsvSource({"422, resources cannot be removed", "404, the server could not find it"})
  void podsAreReplacedOneAtATimeWhenResizeIsRejected(int code, String serverMessage) {
    var twoReplicas = "replicas: 2, main: {image: 'nginx:1', resources: {requests: {cpu: %s}}}";
    for (var podName : List.of("web", "web-1")) {
      cache.addFromWatch(
          withName(
              pod(
                  TestApps.app("main: {image: 'nginx:1', resources: {requests: {cpu: 1}}}"),
                  "Running",
                  true),
              podName));
      api.rejectNext("PATCH pods/" + podName + "/resize", code, serverMessage);
    }

    var first = apply(twoReplicas.formatted("2"));
    assertThat(first.hasErrors()).isFalse();
    assertThat(first.requeueAfter()).isPositive();
    assertThat(first.summary().podsCurrent()).isFalse();
    apply(twoReplicas.formatted("2"));

    assertThat(api.requestLines())
        .containsExactly(
            "PATCH pods/web/resize",
            "PATCH pods/web-1/resize",
            "POST pods",
            "POST pods/web-1/eviction");
  }

  @Test
  void servingLabelIsRemovedFromPodBeforeMainRestarts() {
    var twoReplicas =
        "replicas: 2, service: {ports: [{port: 80, targetPort: 80}]}, main: {image: 'nginx:%s'}";
    cacheAllChildren(TestApps.app(twoReplicas.formatted("1")));
    api.returnNext("PATCH pods/web-1", withName(pod(TestApps.app(POD), "Running", true), "web-1"));

    var outcome = apply(twoReplicas.formatted("2"));

    assertThat(api.requestLines()).containsExactly("PATCH pods/web-1");
    var drainPatch = api.lastRequest("PATCH pods/web-1");
    assertThat(drainPatch.body().has("spec")).isFalse();
    assertThat(drainPatch.meta().path("labels").path(Labels.SERVING).isNull()).isTrue();
    assertThat(drainPatch.meta().path("annotations").path(Annotations.DRAINED_AT).asText())
        .isEqualTo(NOW.toString());
    assertThat(drainPatch.meta().path("resourceVersion").asText()).isEqualTo("1");
    assertThat(outcome.requeueAfter()).isEqualTo(Duration.ofSeconds(5));
    assertThat(outcome.summary().podsCurrent()).isFalse();
  }

  @Test
  void inPlaceUpdateDoesNotRestoreRemovedServingLabel() {
    var live = pod(TestApps.app(POD), "Running", true);
    live.getMetadata().getLabels().remove(Labels.SERVING);
    cache.addFromWatch(live);

    apply("main: {image: 'nginx:2'}");

    assertThat(api.lastRequest("PATCH pods/web").meta().path("labels").has(Labels.SERVING))
        .isFalse();
    assertThat(api.lastRequest("PATCH pods/web").meta().path("labels").has(Labels.APP)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"v1.31.9, false", "v1.32.0, true", "v1.34.4+k3s1, true", "none, false"})
  void nativeSidecarImageIsUpdatedInPlaceOnlyOnSupportingKubelet(String kubelet, boolean inPlace) {
    var app = "main: {image: 'nginx:1'}, sidecars: [{name: logs, image: 'busybox:%s'}]";
    var live = pod(TestApps.app(app.formatted("1")), "Running", true);
    live.getSpec().setNodeName("node-1");
    cache.addFromWatch(live);
    if (!kubelet.equals("none")) {
      api.respondNext("GET /api/v1/nodes/node-1", nodeResponse(kubelet));
    }

    var outcome = apply(app.formatted("2"));

    assertThat(api.requestLines())
        .isEqualTo(
            inPlace
                ? List.of("GET /api/v1/nodes/node-1", "PATCH pods/web")
                : List.of("GET /api/v1/nodes/node-1", "POST pods", "POST pods/web/eviction"));
    assertThat(outcome.summary().lastUpdate().plan())
        .isEqualTo(
            inPlace
                ? "update image of sidecar \"logs\" in place on 1 Pod, main keeps running"
                : "replace 1 Pod");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          422 | Pod "web" is invalid: spec.containers[0].image: Required value            | Invalid
          403 | pods "web" is forbidden: violates PodSecurity "restricted:latest"         | PodSecurity
          500 | Internal error occurred: failed calling webhook "w.example.org": timeout  | WebhookFailed
          """)
  void podIsNotEvictedWhenDryRunOfItsReplacementIsRejected(
      int code, String serverMessage, Reason reason) {
    cache.addFromWatch(pod(TestApps.app(POD), "Running", true));
    for (int i = 0; i < 4; i++) {
      api.rejectNext("POST pods", code, serverMessage);
    }

    var outcome = apply(CHANGED_POD);

    assertThat(api.requestLines()).contains("POST pods").doesNotContain("POST pods/web/eviction");
    assertThat(outcome.summary().problems())
        .containsExactly(new ChildProblem("Pod/web", reason, serverMessage));
  }

  @Test
  void unavailableWebhookStopsApplyAfterTheFirstPod() {
    for (int i = 0; i < 4; i++) {
      api.rejectNext("PATCH pods/web", 500, "failed calling webhook \"w.example.org\": timeout");
    }

    var outcome = apply("replicas: 3, " + POD);

    assertThat(api.requestLines()).isNotEmpty().containsOnly("PATCH pods/web");
    assertThat(outcome.summary().problems())
        .extracting(ChildProblem::reason)
        .containsExactly(Reason.WebhookFailed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          403 | pods "web-x" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1
          400 | admission webhook "w.example.org" does not support dry run
          """)
  void podIsEvictedWhenOnlyTheDryRunIsRejected(int code, String serverMessage) {
    cache.addFromWatch(pod(TestApps.app(POD), "Running", true));
    api.rejectNext("POST pods", code, serverMessage);

    var outcome = apply(CHANGED_POD);

    assertThat(api.requestLines()).containsExactly("POST pods", "POST pods/web/eviction");
    assertThat(outcome.hasErrors()).isFalse();
  }

  @Test
  void podIsReplacedWhenInPlacePatchIsRejected() {
    cache.addFromWatch(pod(TestApps.app(POD), "Running", true));
    api.rejectNext("PATCH pods/web", 422, "pod updates may not change fields other than");

    assertThat(apply(POD + ", labels: {team: shop}").requeueAfter()).isPositive();
    var outcome = apply(POD + ", labels: {team: shop}");

    assertThat(api.requestLines())
        .containsExactly("PATCH pods/web", "POST pods", "POST pods/web/eviction");
    assertThat(outcome.hasErrors()).isFalse();
    assertThat(outcome.summary().podsCurrent()).isFalse();
    assertThat(outcome.summary().lastUpdate().reason())
        .isEqualTo("the API server does not let what differs change in place");
  }

  @Test
  void failedPodIsDeletedAndRecreatedImmediately() {
    cache.addFromWatch(pod(TestApps.app(POD), "Failed", false));

    var outcome = apply(POD);

    assertThat(api.requestLines()).containsExactly("DELETE pods/web", "PATCH pods/web");
    var deletion = api.lastRequest("DELETE pods/web").body();
    assertThat(deletion.path("gracePeriodSeconds").asInt(-1)).isZero();
    assertThat(deletion.at("/preconditions/uid").asText()).isEqualTo("uid-web");
    assertThat(deletion.at("/preconditions/resourceVersion").asText()).isEqualTo("1");
    assertThat(
            api.lastRequest("PATCH pods/web")
                .meta()
                .path("annotations")
                .path(Annotations.RESTART_ATTEMPT))
        .hasToString("\"1\"");
    assertThat(api.lastRequest("PATCH pods/web").meta().has("uid")).isFalse();
    assertThat(outcome.hasErrors()).isFalse();
  }

  @Test
  void failedPodIsRecreatedWhenItsDeletionReturnsNotFound() {
    cache.addFromWatch(pod(TestApps.app(POD), "Failed", false));
    api.rejectNext("DELETE pods/web", 404, "pods \"web\" not found");

    var outcome = apply(POD);

    assertThat(outcome.hasErrors()).isFalse();
    assertThat(api.requestLines()).containsExactly("DELETE pods/web", "PATCH pods/web");
  }

  @Test
  void failedPodIsNotRecreatedWhenItsDeletionConflicts() {
    cache.addFromWatch(pod(TestApps.app(POD), "Failed", false));
    api.rejectNext("DELETE pods/web", 409, "the UID in the precondition does not match");

    assertThatThrownBy(() -> apply(POD)).isInstanceOf(KubernetesClientException.class);
    assertThat(api.requestLines()).containsExactly("DELETE pods/web");
  }

  @Test
  void repeatedlyFailedPodIsRecreatedAfterBackoff() {
    var live = pod(TestApps.app(POD), "Failed", false);
    annotate(live, Annotations.RESTART_ATTEMPT, "2");
    live.getMetadata().setCreationTimestamp(NOW.minusSeconds(5).toString());
    cache.addFromWatch(live);

    var outcome = apply(POD);

    assertThat(api.requestLines()).isEmpty();
    assertThat(outcome.requeueAfter()).isEqualTo(Duration.ofSeconds(15));
    assertThat(outcome.summary().waitingFor()).startsWith("Pod web: its phase is Failed again");
  }

  @Test
  void nothingIsPrunedWhenPodCreationIsRejected() {
    cache.addFromWatch(liveChild(TestApps.app(POD_WITH_SERVICE), Service.class));
    api.rejectNext("PATCH pods/web", 403, QUOTA_MESSAGE);

    var outcome = apply(POD);

    assertThat(api.requestLines()).containsExactly("PATCH pods/web");
    assertThat(outcome.summary().problems())
        .containsExactly(new ChildProblem("Pod/web", Reason.QuotaExceeded, QUOTA_MESSAGE));
  }

  @Test
  void deploymentMutatedOnAdmissionIsPatchedOnlyOnce() {
    var app = TestApps.app("workload: {kind: Deployment}, " + POD);
    var live = liveChild(app, Deployment.class);
    live.getSpec().getTemplate().getSpec().getContainers().get(0).setImage("mirror/nginx:1");
    cache.addFromWatch(live);
    for (int i = 0; i < 2; i++) {
      api.returnNext("PATCH deployments/web", live);
    }

    apply(app);
    apply(app);

    assertThat(api.requestLines()).containsExactly("PATCH deployments/web");
  }

  private Applier applier(ChildWriter writer) {
    var clock = Clock.fixed(NOW, ZoneOffset.UTC);
    return new Applier(cache, writer, new KubeletCapabilities(api.client(), clock), clock);
  }

  private ApplyResult apply(String spec) {
    return apply(TestApps.app(spec));
  }

  private ApplyResult apply(PatternedApp app) {
    return applier.apply(app, Expander.expand(app));
  }

  /** All children of the app exist, and its Pods are Ready. */
  private void cacheAllChildren(PatternedApp app) {
    Expander.expand(app).children().stream()
        .map(child -> LiveObjects.asStored(child, app))
        .map(child -> child instanceof Pod pod ? withStatus(pod, "Running", true) : child)
        .forEach(cache::addFromWatch);
  }

  private static <T extends HasMetadata> T liveChild(PatternedApp app, Class<T> kind) {
    return LiveObjects.asStored(TestApps.child(app, kind), app);
  }

  private static Pod pod(PatternedApp app, String phase, boolean ready) {
    return withStatus(liveChild(app, Pod.class), phase, ready);
  }

  private static Pod withStatus(Pod pod, String phase, boolean ready) {
    pod.setStatus(
        new PodBuilder()
            .withNewStatus()
            .withPhase(phase)
            .addNewCondition()
            .withType("Ready")
            .withStatus(ready ? "True" : "False")
            .endCondition()
            .endStatus()
            .build()
            .getStatus());
    return pod;
  }

  private static Pod withName(Pod pod, String name) {
    pod.getMetadata().setName(name);
    return pod;
  }

  private static void annotate(HasMetadata object, String key, String value) {
    var annotations = new HashMap<>(object.getMetadata().getAnnotations());
    annotations.put(key, value);
    object.getMetadata().setAnnotations(annotations);
  }

  private static MockResponse nodeResponse(String kubelet) {
    return FakeApiServer.response(
        200,
        """
        {"kind": "Node", "apiVersion": "v1", "metadata": {"name": "node-1"},
         "status": {"nodeInfo": {"kubeletVersion": "%s"}}}
        """
            .formatted(kubelet));
  }

  private static PatternedApp deploymentAppWithFile(String content) {
    return TestApps.app(
        "workload: {kind: Deployment}, main: {image: 'nginx:1', files: [{mountPath: /a, data: {f: %s}}]}"
            .formatted(content));
  }

  private static HasMetadata configMapReferrer(String kind, String configMap) {
    var pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("web-5f-x")
            .withUid("uid-web-5f-x")
            .addToAnnotations(Annotations.FILES, configMap)
            .endMetadata()
            .withNewSpec()
            .endSpec()
            .withNewStatus()
            .endStatus()
            .build();
    return kind.equals("Pod")
        ? pod
        : new ReplicaSetBuilder()
            .withNewMetadata()
            .withName("web-5f")
            .withUid("uid-web-5f")
            .endMetadata()
            .withNewSpec()
            .withNewTemplate()
            .withMetadata(pod.getMetadata())
            .endTemplate()
            .endSpec()
            .build();
  }
}
