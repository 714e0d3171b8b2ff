package io.patternedapp.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.patternedapp.apply.error.ApiErrors;
import io.patternedapp.expand.Expander;
import io.patternedapp.fixtures.TestApps;
import io.patternedapp.model.condition.Reason;
import io.patternedapp.model.result.ChildProblem;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The requests of an apply, and how it handles errors of the API server. */
class ApplierTest extends ApplierFixture {

  @Test
  void childMissingFromCacheIsCreatedByServerSideApply() {
    var outcome = apply(POD_WITH_SERVICE);

    assertThat(api.requestLines()).containsExactly("PATCH services/web", "PATCH pods/web");
    assertThat(outcome.firstProblem()).isEmpty();
    assertThat(outcome.changes())
        .containsExactly(
            new ChildChange(ChangeKind.Created, "Service/web was created"),
            new ChildChange(ChangeKind.Created, "Pod/web was created"));
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
        .extracting(ChildChange::kind)
        .containsExactly(ChangeKind.Synced, ChangeKind.Updating, ChangeKind.Synced);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void applyIsRetriedWhenApiServerIsBusy(int code) {
    api.respondNext(
        "PATCH pods/web", FakeApiServer.response(code, "{}").setHeader("Retry-After", "0"));

    var outcome = apply(POD);

    assertThat(api.requestLines()).containsExactly("PATCH pods/web", "PATCH pods/web");
    assertThat(outcome.firstProblem()).isEmpty();
    assertThat(outcome.changes())
        .containsExactly(new ChildChange(ChangeKind.Created, "Pod/web was created"));
  }

  @Test
  void applyIsRetriedWhenConnectionBreaks() throws IOException {
    try (var flaky = new FlakyProxy(api.port(), 2);
        var client = FakeApiServer.clientAt(flaky.url())) {
      var outcome =
          applier(new ChildRequests(client))
              .apply(TestApps.app(POD), Expander.expand(TestApps.app(POD)));

      assertThat(outcome.firstProblem()).isEmpty();
      assertThat(api.requestLines()).containsExactly("PATCH pods/web");
    }
  }

  @Test
  void unreachableApiServerThrowsInsteadOfReportingChildProblem() throws IOException {
    try (var flaky = new FlakyProxy(api.port(), 100);
        var client = FakeApiServer.clientAt(flaky.url())) {
      var disconnected = applier(new ChildRequests(client));
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
    assertThat(outcome.firstProblem()).isPresent();
    assertThat(api.requestLines()).containsExactly("PATCH services/web");
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
        .containsExactly("it is being deleted and will be recreated after its deletion");
    assertThat(api.requestLines()).as("nothing more").hasSize(2);
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
}
