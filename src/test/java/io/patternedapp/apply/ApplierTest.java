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
import io.patternedapp.api.LastUpdate;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.expand.Expander;
import io.patternedapp.expand.Names;
import io.patternedapp.status.ChildProblem;
import io.patternedapp.status.Reason;
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
  private static final String SERVED = POD + ", service: {ports: [{port: 80, targetPort: 80}]}";
  private static final String CHANGED = "main: {image: 'nginx:1', workingDir: /other}";
  private static final String BUDGET =
      """
      {"kind": "Status", "code": 429, "reason": "TooManyRequests", "message": "would violate it",
       "details": {"causes": [{"reason": "DisruptionBudget", "message": "needs 1 healthy Pod"}]}}
      """;
  private static final String QUOTA =
      "pods \"web\" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1";

  @AutoClose private final FakeApiServer api = new FakeApiServer();
  private final RememberedChildren cache = new RememberedChildren();
  private final Applier applier = applier(new ChildWriter(api.client()));

  @Test
  void whatTheCachesDoNotShowIsMadeUnlessItExists() {
    var outcome = apply(SERVED);

    assertThat(api.lines()).containsExactly("PATCH services/web", "PATCH pods/web");
    assertThat(outcome.failed()).isFalse();
    assertThat(outcome.changes())
        .containsExactly(
            new Change("Created", "Service/web was made"),
            new Change("Created", "Pod/web was made"));
    var made = api.last("PATCH services/web");
    assertThat(made.query()).contains("fieldManager=patternedapp-operator", "force=true");
    assertThat(made.meta().has("uid")).isFalse();
    assertThat(made.meta().path("ownerReferences")).hasSize(1);
    assertThat(made.meta().at("/ownerReferences/0/uid").asText()).isEqualTo(Apps.UID);
    assertThat(made.meta().at("/ownerReferences/0/controller").asBoolean()).isTrue();
  }

  @Test
  void whatIsAsWantedCostsNoRequest() {
    var app = Apps.app(SERVED);
    exists(app);

    var outcome = apply(app);

    assertThat(api.lines()).isEmpty();
    assertThat(outcome.changes()).isEmpty();
    assertThat(outcome.applied().podsCurrent()).isTrue();
  }

  @Test
  void whatWasJustMadeCostsNoSecondRequest() {
    apply(SERVED);
    var before = api.lines();

    apply(SERVED);

    assertThat(api.lines()).isEqualTo(before);
  }

  @Test
  void aChangeIsBoundToTheStateThatItWasDecidedOn() {
    exists(Apps.app(SERVED));

    var outcome = apply(SERVED + ", labels: {team: shop}");

    assertThat(api.lines()).containsExactly("PATCH services/web", "PATCH pods/web");
    var patch = api.last("PATCH services/web");
    assertThat(patch.meta().path("uid").asText()).isEqualTo("uid-web");
    assertThat(patch.meta().path("resourceVersion").asText()).isEqualTo("1");
    assertThat(patch.meta().at("/ownerReferences/0/controller").asBoolean()).isTrue();
    assertThat(patch.query()).contains("fieldManager=patternedapp-operator", "force=true");
    assertThat(outcome.changes())
        .extracting(Change::reason)
        .containsExactly("Followed", "Updating", "Followed");
  }

  @Test
  void aPatchCarriesTheCountOfAttempts() {
    var app = Apps.app(POD);
    var live = pod(app, "Running", true);
    annotate(live, RestartDelay.ATTEMPT, "4");
    cache.shows(live);

    apply(POD + ", labels: {team: shop}");

    assertThat(api.last("PATCH pods/web").meta().path("annotations").path(RestartDelay.ATTEMPT))
        .hasToString("\"4\"");
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void aServerThatIsBusyIsAskedAgain(int code) {
    api.answers("PATCH pods/web", FakeApiServer.response(code, "{}").setHeader("Retry-After", "0"));

    var outcome = apply(POD);

    assertThat(api.lines()).containsExactly("PATCH pods/web", "PATCH pods/web");
    assertThat(outcome.failed()).isFalse();
    assertThat(outcome.changes()).containsExactly(new Change("Created", "Pod/web was made"));
  }

  @Test
  void aConnectionThatBreaksIsMadeAgain() throws IOException {
    try (var flaky = new FlakyConnection(api.port(), 2);
        var client = FakeApiServer.clientAt(flaky.url())) {
      var outcome =
          applier(new ChildWriter(client)).apply(Apps.app(POD), Expander.expand(Apps.app(POD)));

      assertThat(outcome.failed()).isFalse();
      assertThat(api.lines()).containsExactly("PATCH pods/web");
    }
  }

  @Test
  void aServerThatIsNotThereIsNoProblemOfTheApp() throws IOException {
    try (var flaky = new FlakyConnection(api.port(), 100);
        var client = FakeApiServer.clientAt(flaky.url())) {
      var lost = applier(new ChildWriter(client));
      var app = Apps.app(POD);

      assertThatThrownBy(() -> lost.apply(app, Expander.expand(app)))
          .isInstanceOfSatisfying(
              KubernetesClientException.class, e -> assertThat(Failures.isOutage(e)).isTrue());
    }
    assertThat(api.lines()).isEmpty();
  }

  @Test
  void aServerThatStaysBusyIsNoProblemOfTheApp() {
    for (int i = 0; i < 4; i++) {
      api.refuses("PATCH pods/web", 503, "busy");
    }

    assertThatThrownBy(() -> apply(POD))
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(503));
  }

  @Test
  void aConflictIsLeftToTheNextAttempt() {
    exists(Apps.app(SERVED));
    api.refuses("PATCH services/web", 409, "the object has been modified");

    assertThatThrownBy(() -> apply(SERVED + ", labels: {team: shop}"))
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(409));
    assertThat(api.lines()).containsExactly("PATCH services/web");
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
  void whenWhatThePodsNeedIsRefusedTheyAreLeftAlone(int code, String words, Reason reason) {
    var app = Apps.app(SERVED);
    cache.shows(pod(app, "Running", true));
    api.refuses("PATCH services/web", code, words);

    var outcome = apply("main: {image: 'nginx:2'}, " + SERVED.substring(POD.length() + 2));

    assertThat(outcome.applied().problems())
        .containsExactly(new ChildProblem("Service/web", reason, words));
    assertThat(outcome.failed()).isTrue();
    assertThat(api.lines()).containsExactly("PATCH services/web");
  }

  @Test
  void aForeignObjectIsNotTouched() {
    api.holds("services/web", Kept.foreign(existing(Apps.app(SERVED), Service.class)));

    var outcome = apply(SERVED);

    assertThat(api.lines()).containsExactly("PATCH services/web", "GET services/web");
    assertThat(api.last("PATCH services/web").meta().path("resourceVersion").asText())
        .as("a state that no object has")
        .isEqualTo("1");
    assertThat(outcome.applied().problems())
        .extracting(ChildProblem::child, ChildProblem::reason)
        .containsExactly(tuple("Service/web", Reason.NameConflict));
  }

  @Test
  void whatIsSaidToExistAndIsNotThereIsTriedAgain() {
    api.refuses("PATCH services/web", 409, "the object has been modified");

    assertThatThrownBy(() -> apply(SERVED))
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(409));
    assertThat(api.lines()).containsExactly("PATCH services/web", "GET services/web");
  }

  @Test
  void aForeignObjectWithOurLabelIsNeitherTouchedNorRemoved() {
    cache.shows(Kept.foreign(existing(Apps.app(SERVED), Service.class)));
    exists(Apps.app(POD));

    assertThat(apply(SERVED).failed()).isTrue();
    assertThat(apply(POD).failed()).isFalse();
    assertThat(api.lines()).isEmpty();
  }

  @Test
  void whatADeletedAppLeftIsWaitedFor() {
    var before = Apps.app(SERVED);
    before.getMetadata().setUid("uid-of-its-predecessor");
    cache.shows(existing(before, Service.class));

    var outcome = apply(SERVED);

    assertThat(outcome.applied().problems())
        .extracting(ChildProblem::reason)
        .containsExactly(Reason.LeftOver);
    assertThat(api.lines()).isEmpty();
  }

  @Test
  void ownObjectsThatLostTheirLabelAreFoundAndMended() {
    var live = existing(Apps.app(SERVED), Service.class);
    live.getMetadata().getLabels().remove(Names.APP_LABEL);
    api.holds("services/web", live);
    cache.shows(pod(Apps.app(SERVED), "Running", true));

    apply(SERVED);

    assertThat(api.lines())
        .containsExactly("PATCH services/web", "GET services/web", "PATCH services/web");
    assertThat(api.last("PATCH services/web").meta().path("uid").asText()).isEqualTo("uid-web");
  }

  @Test
  void whatIsNoLongerWantedIsDeletedAsItWasSeen() {
    exists(Apps.app(SERVED));

    var outcome = apply(POD);

    assertThat(api.lines()).containsExactly("DELETE services/web");
    var preconditions = api.last("DELETE services/web").body().path("preconditions");
    assertThat(preconditions.path("resourceVersion").asText()).isEqualTo("1");
    assertThat(outcome.changes())
        .containsExactly(new Change("Removed", "Service/web is no longer wanted"));
  }

  @Test
  void whatIsGoneAlreadyIsNoProblem() {
    exists(Apps.app(SERVED));
    api.refuses("DELETE services/web", 404, "not found");

    assertThat(apply(POD).failed()).isFalse();
  }

  @Test
  void whatIsBeingDeletedIsNotDeletedAgain() {
    exists(Apps.app(POD));
    var service = existing(Apps.app(SERVED), Service.class);
    service.getMetadata().setDeletionTimestamp(NOW.toString());
    cache.shows(service);

    apply(POD);

    assertThat(api.lines()).isEmpty();
  }

  @Test
  void aServiceIsReplacedOnceItsPredecessorIsGone() {
    var headless = SERVED.replace("{ports", "{clusterIP: None, ports");
    exists(Apps.app(SERVED));
    api.refuses("PATCH services/web", 409, "the object has been modified");

    assertThat(apply(headless).applied().problems())
        .extracting(ChildProblem::reason)
        .containsExactly(Reason.LeftOver);
    assertThat(api.lines()).containsExactly("DELETE services/web", "PATCH services/web");

    var held = existing(Apps.app(SERVED), Service.class);
    held.getMetadata().setDeletionTimestamp(NOW.toString());
    cache.shows(held);
    assertThat(apply(headless).applied().problems())
        .extracting(ChildProblem::message)
        .containsExactly("it is being deleted, and is made anew once it is gone");
    assertThat(api.lines()).as("nothing more").hasSize(2);
  }

  @Test
  void fewerReplicasRemoveTheLastPods() {
    exists(Apps.app("replicas: 3, " + POD));

    apply(POD);

    assertThat(api.lines()).containsExactlyInAnyOrder("DELETE pods/web-1", "DELETE pods/web-2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Pod", "ReplicaSet"})
  void contentStaysWhileSomethingWouldStartWithIt(String user) {
    var app = deployment("one");
    exists(app);
    var old = Apps.child(app, ConfigMap.class).getMetadata().getName();
    var reader = user(user, old);
    cache.shows(reader);

    assertThat(apply(deployment("two")).failed()).isFalse();
    assertThat(api.lines()).contains("PATCH deployments/web").noneMatch(l -> l.contains("DELETE"));

    cache.forgets(reader);
    apply(deployment("two"));
    assertThat(api.lines())
        .filteredOn(line -> line.startsWith("DELETE"))
        .containsExactly("DELETE configmaps/" + old);
  }

  @Test
  void aPodIsEvictedOnceItsSuccessorWouldBeTaken() {
    cache.shows(pod(Apps.app(POD), "Running", true));

    var outcome = apply(CHANGED);

    assertThat(api.lines()).containsExactly("POST pods", "POST pods/web/eviction");
    var trial = api.last("POST pods");
    assertThat(trial.query()).contains("dryRun=All");
    assertThat(trial.meta().has("name")).isFalse();
    assertThat(trial.meta().path("generateName").asText()).isEqualTo("web-");
    assertThat(trial.body().at("/spec/containers/0/workingDir").asText()).isEqualTo("/other");
    var eviction = api.last("POST pods/web/eviction").body().path("deleteOptions");
    assertThat(eviction.at("/preconditions/uid").asText()).isEqualTo("uid-web");
    assertThat(eviction.at("/preconditions/resourceVersion").asText()).isEqualTo("1");
    assertThat(eviction.path("dryRun")).isEmpty();
    assertThat(outcome.applied().podsCurrent()).isFalse();
    assertThat(outcome.applied().lastUpdate())
        .isEqualTo(LastUpdate.begun("replace 1 Pod", "spec.main.workingDir changed"));
    assertThat(outcome.changes())
        .containsExactly(new Change("Updating", "replace 1 Pod: spec.main.workingDir changed"));
  }

  @Test
  void aPodThatIsNotReadyIsDeletedWhateverTheBudgets() {
    cache.shows(pod(Apps.app(POD), "Running", false));

    apply(CHANGED);

    assertThat(api.lines()).containsExactly("POST pods", "DELETE pods/web");
  }

  @Test
  void aBudgetKeepsAPodForNow() {
    cache.shows(pod(Apps.app(POD), "Running", true));
    api.answers("POST pods/web/eviction", FakeApiServer.response(429, BUDGET));

    var outcome = apply(CHANGED);

    assertThat(api.lines()).as("asked once").containsExactly("POST pods", "POST pods/web/eviction");
    assertThat(outcome.failed()).isFalse();
    assertThat(outcome.applied().podsCurrent()).isFalse();
    assertThat(outcome.applied().waitingFor())
        .isEqualTo("a PodDisruptionBudget keeps Pod web for now: would violate it");
    assertThat(outcome.recheck()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void severalBudgetsOfOnePodAreAProblem() {
    cache.shows(pod(Apps.app(POD), "Running", true));
    var words =
        "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.";
    api.refuses("POST pods/web/eviction", 500, words);

    assertThat(apply(CHANGED).applied().problems())
        .containsExactly(new ChildProblem("Pod/web", Reason.SeveralDisruptionBudgets, words));
  }

  @Test
  void onlyOneTrialIsMadeForAllReplicas() {
    for (var ordinal : List.of("web", "web-1")) {
      cache.shows(named(pod(Apps.app(POD), "Running", true), ordinal));
    }

    apply("replicas: 2, workload: {kind: Pod, pod: {maxUnavailable: 2}}, " + CHANGED);

    assertThat(api.lines())
        .containsExactly("POST pods", "POST pods/web/eviction", "POST pods/web-1/eviction");
  }

  @Test
  void anImageChangesInPlaceAndThePodSaysWhichContainersRestart() {
    var live = pod(Apps.app(POD), "Running", true);
    live.getStatus()
        .setContainerStatuses(
            List.of(
                new ContainerStatusBuilder().withName("main").withContainerID("c://1").build()));
    cache.shows(live);

    var outcome = apply("main: {image: 'nginx:2'}");

    assertThat(api.lines()).containsExactly("PATCH pods/web");
    var patch = api.last("PATCH pods/web");
    assertThat(patch.query()).contains("force=true");
    assertThat(patch.meta().path("uid").asText()).isEqualTo("uid-web");
    assertThat(patch.meta().path("annotations").path(InPlaceUpdate.ANNOTATION).asText())
        .contains("\"main\"", "c://1", NOW.toString());
    assertThat(outcome.applied().podsCurrent()).as("not before it restarted").isFalse();
    assertThat(outcome.applied().lastUpdate())
        .isEqualTo(
            LastUpdate.begun(
                "main image in place on 1 Pod, helpers keep running", "spec.main.image changed"));
  }

  @Test
  void resourcesChangeByTheResizeSubresourceFirst() {
    cache.shows(
        pod(
            Apps.app("main: {image: 'nginx:1', resources: {limits: {cpu: 1, memory: 1Gi}}}"),
            "Running",
            true));

    var outcome = apply("main: {image: 'nginx:1', resources: {limits: {cpu: 2, memory: 1Gi}}}");

    assertThat(api.lines()).containsExactly("PATCH pods/web/resize", "PATCH pods/web");
    var resize = api.last("PATCH pods/web/resize");
    assertThat(resize.query()).contains("force=true", "fieldManager=patternedapp-operator");
    assertThat(resize.meta().path("resourceVersion").asText()).isEqualTo("1");
    assertThat(resize.body().at("/spec/containers/0/resources/limits/cpu").asText()).isEqualTo("2");
    assertThat(resize.body().at("/spec/containers/0/resources/requests/cpu").asText())
        .as("as a new Pod would have it")
        .isEqualTo("2");
    assertThat(resize.body().at("/spec/containers/0").has("image")).isFalse();
    assertThat(api.last("PATCH pods/web").meta().path("resourceVersion").asText())
        .as("bound to the state that the resize left")
        .isEqualTo("100");
    assertThat(outcome.applied().lastUpdate().plan())
        .isEqualTo("main resources in place on 1 Pod, nothing restarts");
  }

  @ParameterizedTest
  @CsvSource({"422, resources cannot be removed", "404, the server could not find it"})
  void aPodThatCannotBeResizedIsReplacedInItsTurn(int code, String words) {
    var two = "replicas: 2, main: {image: 'nginx:1', resources: {requests: {cpu: %s}}}";
    for (var ordinal : List.of("web", "web-1")) {
      cache.shows(
          named(
              pod(
                  Apps.app("main: {image: 'nginx:1', resources: {requests: {cpu: 1}}}"),
                  "Running",
                  true),
              ordinal));
      api.refuses("PATCH pods/" + ordinal + "/resize", code, words);
    }

    var first = apply(two.formatted("2"));
    assertThat(first.failed()).isFalse();
    assertThat(first.recheck()).isPositive();
    assertThat(first.applied().podsCurrent()).isFalse();
    apply(two.formatted("2"));

    assertThat(api.lines())
        .containsExactly(
            "PATCH pods/web/resize",
            "PATCH pods/web-1/resize",
            "POST pods",
            "POST pods/web-1/eviction");
  }

  @Test
  void aPodLeavesTheServiceBeforeMainRestarts() {
    var two =
        "replicas: 2, service: {ports: [{port: 80, targetPort: 80}]}, main: {image: 'nginx:%s'}";
    exists(Apps.app(two.formatted("1")));
    api.finds("PATCH pods/web-1", named(pod(Apps.app(POD), "Running", true), "web-1"));

    var leaving = apply(two.formatted("2"));

    assertThat(api.lines()).containsExactly("PATCH pods/web-1");
    var mark = api.last("PATCH pods/web-1");
    assertThat(mark.body().has("spec")).isFalse();
    assertThat(mark.meta().path("labels").path(Names.SERVING_LABEL).isNull()).isTrue();
    assertThat(mark.meta().path("annotations").path(CarriedOver.DRAINED_AT).asText())
        .isEqualTo(NOW.toString());
    assertThat(mark.meta().path("resourceVersion").asText()).isEqualTo("1");
    assertThat(leaving.recheck()).isEqualTo(Duration.ofSeconds(5));
    assertThat(leaving.applied().podsCurrent()).isFalse();
  }

  @Test
  void aPodThatIsOutOfServiceStaysSoThroughAChange() {
    var live = pod(Apps.app(POD), "Running", true);
    live.getMetadata().getLabels().remove(Names.SERVING_LABEL);
    cache.shows(live);

    apply("main: {image: 'nginx:2'}");

    assertThat(api.last("PATCH pods/web").meta().path("labels").has(Names.SERVING_LABEL)).isFalse();
    assertThat(api.last("PATCH pods/web").meta().path("labels").has(Names.APP_LABEL)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"v1.31.9, false", "v1.32.0, true", "v1.34.4+k3s1, true", "none, false"})
  void anOldKubeletDoesNotRestartNativeSidecars(String kubelet, boolean inPlace) {
    var app = "main: {image: 'nginx:1'}, sidecars: [{name: logs, image: 'busybox:%s'}]";
    var live = pod(Apps.app(app.formatted("1")), "Running", true);
    live.getSpec().setNodeName("node-1");
    cache.shows(live);
    if (!kubelet.equals("none")) {
      api.answers("GET /api/v1/nodes/node-1", node(kubelet));
    }

    var outcome = apply(app.formatted("2"));

    assertThat(api.lines())
        .isEqualTo(
            inPlace
                ? List.of("GET /api/v1/nodes/node-1", "PATCH pods/web")
                : List.of("GET /api/v1/nodes/node-1", "POST pods", "POST pods/web/eviction"));
    assertThat(outcome.applied().lastUpdate().plan())
        .isEqualTo(
            inPlace
                ? "sidecar \"logs\" image in place on 1 Pod, main keeps running"
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
  void aPodStaysWhenItsSuccessorWouldBeRefused(int code, String words, Reason reason) {
    cache.shows(pod(Apps.app(POD), "Running", true));
    for (int i = 0; i < 4; i++) {
      api.refuses("POST pods", code, words);
    }

    var outcome = apply(CHANGED);

    assertThat(api.lines()).contains("POST pods").doesNotContain("POST pods/web/eviction");
    assertThat(outcome.applied().problems())
        .containsExactly(new ChildProblem("Pod/web", reason, words));
  }

  @Test
  void aWebhookThatDoesNotAnswerIsAskedForOnePodOnly() {
    for (int i = 0; i < 4; i++) {
      api.refuses("PATCH pods/web", 500, "failed calling webhook \"w.example.org\": timeout");
    }

    var outcome = apply("replicas: 3, " + POD);

    assertThat(api.lines()).isNotEmpty().containsOnly("PATCH pods/web");
    assertThat(outcome.applied().problems())
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
  void aPodGoesWhenOnlyTheTrialIsRefused(int code, String words) {
    cache.shows(pod(Apps.app(POD), "Running", true));
    api.refuses("POST pods", code, words);

    var outcome = apply(CHANGED);

    assertThat(api.lines()).containsExactly("POST pods", "POST pods/web/eviction");
    assertThat(outcome.failed()).isFalse();
  }

  @Test
  void aPodThatCannotBeChangedInPlaceIsReplaced() {
    cache.shows(pod(Apps.app(POD), "Running", true));
    api.refuses("PATCH pods/web", 422, "pod updates may not change fields other than");

    assertThat(apply(POD + ", labels: {team: shop}").recheck()).isPositive();
    var outcome = apply(POD + ", labels: {team: shop}");

    assertThat(api.lines())
        .containsExactly("PATCH pods/web", "POST pods", "POST pods/web/eviction");
    assertThat(outcome.failed()).isFalse();
    assertThat(outcome.applied().podsCurrent()).isFalse();
    assertThat(outcome.applied().lastUpdate().reason())
        .isEqualTo("the API server does not let what differs change in place");
  }

  @Test
  void anEndedPodIsReplacedAtOnce() {
    cache.shows(pod(Apps.app(POD), "Failed", false));

    var outcome = apply(POD);

    assertThat(api.lines()).containsExactly("DELETE pods/web", "PATCH pods/web");
    var deletion = api.last("DELETE pods/web").body();
    assertThat(deletion.path("gracePeriodSeconds").asInt(-1)).isZero();
    assertThat(deletion.at("/preconditions/uid").asText()).isEqualTo("uid-web");
    assertThat(deletion.at("/preconditions/resourceVersion").asText()).isEqualTo("1");
    assertThat(api.last("PATCH pods/web").meta().path("annotations").path(RestartDelay.ATTEMPT))
        .hasToString("\"1\"");
    assertThat(api.last("PATCH pods/web").meta().has("uid")).isFalse();
    assertThat(outcome.failed()).isFalse();
  }

  @Test
  void anEndedPodThatIsGoneAlreadyIsReplacedAllTheSame() {
    cache.shows(pod(Apps.app(POD), "Failed", false));
    api.refuses("DELETE pods/web", 404, "pods \"web\" not found");

    var outcome = apply(POD);

    assertThat(outcome.failed()).isFalse();
    assertThat(api.lines()).containsExactly("DELETE pods/web", "PATCH pods/web");
  }

  @Test
  void anEndedPodThatChangedSinceIsLeftToTheNextAttempt() {
    cache.shows(pod(Apps.app(POD), "Failed", false));
    api.refuses("DELETE pods/web", 409, "the UID in the precondition does not match");

    assertThatThrownBy(() -> apply(POD)).isInstanceOf(KubernetesClientException.class);
    assertThat(api.lines()).containsExactly("DELETE pods/web");
  }

  @Test
  void aPodThatKeepsEndingIsReplacedLater() {
    var live = pod(Apps.app(POD), "Failed", false);
    annotate(live, RestartDelay.ATTEMPT, "2");
    live.getMetadata().setCreationTimestamp(NOW.minusSeconds(5).toString());
    cache.shows(live);

    var outcome = apply(POD);

    assertThat(api.lines()).isEmpty();
    assertThat(outcome.recheck()).isEqualTo(Duration.ofSeconds(15));
    assertThat(outcome.applied().waitingFor()).startsWith("Pod web: it is Failed again");
  }

  @Test
  void aRefusedPodIsAProblemAndNothingIsRemoved() {
    cache.shows(existing(Apps.app(SERVED), Service.class));
    api.refuses("PATCH pods/web", 403, QUOTA);

    var outcome = apply(POD);

    assertThat(api.lines()).containsExactly("PATCH pods/web");
    assertThat(outcome.applied().problems())
        .containsExactly(new ChildProblem("Pod/web", Reason.QuotaExceeded, QUOTA));
  }

  @Test
  void whatTheServerKeepsDifferentlyIsAppliedOnce() {
    var app = Apps.app("workload: {kind: Deployment}, " + POD);
    var live = existing(app, Deployment.class);
    live.getSpec().getTemplate().getSpec().getContainers().get(0).setImage("mirror/nginx:1");
    cache.shows(live);
    for (int i = 0; i < 2; i++) {
      api.finds("PATCH deployments/web", live);
    }

    apply(app);
    apply(app);

    assertThat(api.lines()).containsExactly("PATCH deployments/web");
  }

  private Applier applier(ChildWriter writer) {
    var clock = Clock.fixed(NOW, ZoneOffset.UTC);
    return new Applier(cache, writer, new Kubelets(api.client(), clock), clock);
  }

  private Outcome apply(String spec) {
    return apply(Apps.app(spec));
  }

  private Outcome apply(PatternedApp app) {
    return applier.apply(app, Expander.expand(app));
  }

  /** All children of the app exist, and its Pods are Ready. */
  private void exists(PatternedApp app) {
    Expander.expand(app).children().stream()
        .map(child -> Kept.of(child, app))
        .map(child -> child instanceof Pod pod ? reported(pod, "Running", true) : child)
        .forEach(cache::shows);
  }

  private static <T extends HasMetadata> T existing(PatternedApp app, Class<T> kind) {
    return Kept.of(Apps.child(app, kind), app);
  }

  private static Pod pod(PatternedApp app, String phase, boolean ready) {
    return reported(existing(app, Pod.class), phase, ready);
  }

  private static Pod reported(Pod pod, String phase, boolean ready) {
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

  private static Pod named(Pod pod, String name) {
    pod.getMetadata().setName(name);
    return pod;
  }

  private static void annotate(HasMetadata object, String key, String value) {
    var annotations = new HashMap<>(object.getMetadata().getAnnotations());
    annotations.put(key, value);
    object.getMetadata().setAnnotations(annotations);
  }

  private static MockResponse node(String kubelet) {
    return FakeApiServer.response(
        200,
        """
        {"kind": "Node", "apiVersion": "v1", "metadata": {"name": "node-1"},
         "status": {"nodeInfo": {"kubeletVersion": "%s"}}}
        """
            .formatted(kubelet));
  }

  private static PatternedApp deployment(String content) {
    return Apps.app(
        "workload: {kind: Deployment}, main: {image: 'nginx:1', files: [{mountPath: /a, data: {f: %s}}]}"
            .formatted(content));
  }

  private static HasMetadata user(String kind, String configMap) {
    var pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("web-5f-x")
            .withUid("uid-web-5f-x")
            .addToAnnotations(Names.FILES, configMap)
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
