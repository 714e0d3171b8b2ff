package io.patternedapp.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.patternedapp.api.status.LastUpdate;
import io.patternedapp.fixtures.TestApps;
import io.patternedapp.model.Annotations;
import io.patternedapp.model.Labels;
import io.patternedapp.model.condition.Reason;
import io.patternedapp.model.result.ChildProblem;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** The requests by which Pods of workload kind Pod are created, changed and replaced. */
class PodRolloutExecutorTest extends ApplierFixture {

  @Test
  void scaleDownDeletesPodsWithTheHighestOrdinals() {
    cacheAllChildren(TestApps.app("replicas: 3, " + POD));

    apply(POD);

    assertThat(api.requestLines())
        .containsExactlyInAnyOrder("DELETE pods/web-1", "DELETE pods/web-2");
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
            new ChildChange(ChangeKind.Updating, "replace 1 Pod: spec.main.workingDir changed"));
  }

  @Test
  void debugLogNamesEachWriteAndTheReasonOfAReplacement() {
    cache.addFromWatch(pod(TestApps.app(withEnv("hidden-one")), "Running", true));
    var messages = new ListAppender<ILoggingEvent>();
    var logger = (Logger) LoggerFactory.getLogger("io.patternedapp.apply");
    messages.start();
    logger.addAppender(messages);
    logger.setLevel(Level.DEBUG);

    try {
      apply(withEnv("hidden-two"));
    } finally {
      logger.setLevel(null);
      logger.detachAppender(messages);
    }

    assertThat(messages.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .contains(
            "Pod web: Replace: spec.containers[main].env cannot change in place",
            "Evicting Pod/web (dry run: false)")
        .noneMatch(message -> message.contains("hidden"));
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
    assertThat(outcome.firstProblem()).isEmpty();
    assertThat(outcome.summary().podsCurrent()).isFalse();
    assertThat(outcome.summary().waitingFor())
        .isEqualTo(
            "a PodDisruptionBudget does not allow the eviction of Pod web yet: would violate it");
    assertThat(outcome.requeueAfter()).contains(Duration.ofSeconds(10));
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
    assertThat(first.firstProblem()).isEmpty();
    assertThat(first.requeueAfter()).isPresent();
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
    assertThat(outcome.requeueAfter()).contains(Duration.ofSeconds(5));
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
    assertThat(outcome.firstProblem()).isEmpty();
  }

  @Test
  void podIsReplacedWhenInPlacePatchIsRejected() {
    cache.addFromWatch(pod(TestApps.app(POD), "Running", true));
    api.rejectNext("PATCH pods/web", 422, "pod updates may not change fields other than");

    assertThat(apply(POD + ", labels: {team: shop}").requeueAfter()).isPresent();
    var outcome = apply(POD + ", labels: {team: shop}");

    assertThat(api.requestLines())
        .containsExactly("PATCH pods/web", "POST pods", "POST pods/web/eviction");
    assertThat(outcome.firstProblem()).isEmpty();
    assertThat(outcome.summary().podsCurrent()).isFalse();
    assertThat(outcome.summary().lastUpdate().reason())
        .isEqualTo("the API server does not allow these fields to change in place");
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
    assertThat(outcome.firstProblem()).isEmpty();
  }

  @Test
  void failedPodIsRecreatedWhenItsDeletionReturnsNotFound() {
    cache.addFromWatch(pod(TestApps.app(POD), "Failed", false));
    api.rejectNext("DELETE pods/web", 404, "pods \"web\" not found");

    var outcome = apply(POD);

    assertThat(outcome.firstProblem()).isEmpty();
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
    assertThat(outcome.requeueAfter()).contains(Duration.ofSeconds(15));
    assertThat(outcome.summary().waitingFor()).startsWith("Pod web: its phase is Failed again");
  }

  private static String withEnv(String value) {
    return "main: {image: 'nginx:1', env: [{name: A, value: %s}]}".formatted(value);
  }
}
