package io.patternedapp.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Service;
import io.patternedapp.fixtures.LiveObjects;
import io.patternedapp.fixtures.TestApps;
import io.patternedapp.model.Labels;
import io.patternedapp.model.condition.Reason;
import io.patternedapp.model.result.ChildProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which objects an apply writes to and deletes, and which it leaves alone. */
class OwnershipAndPruneTest extends ApplierFixture {

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
  void foreignObjectWithAppLabelIsNeitherPatchedNorDeleted() {
    cache.addFromWatch(
        LiveObjects.withoutOwnerReferences(
            liveChild(TestApps.app(POD_WITH_SERVICE), Service.class)));
    cacheAllChildren(TestApps.app(POD));

    assertThat(apply(POD_WITH_SERVICE).firstProblem()).isPresent();
    assertThat(apply(POD).firstProblem()).isEmpty();
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
        .containsExactly(
            new ChildChange(
                ChangeKind.Removed, "Service/web was deleted: it is no longer desired"));
  }

  @Test
  void notFoundOnPruneIsIgnored() {
    cacheAllChildren(TestApps.app(POD_WITH_SERVICE));
    api.rejectNext("DELETE services/web", 404, "not found");

    assertThat(apply(POD).firstProblem()).isEmpty();
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

  @ParameterizedTest
  @ValueSource(strings = {"Pod", "ReplicaSet"})
  void oldConfigMapIsKeptWhilePodOrReplicaSetReferencesIt(String referrerKind) {
    var app = deploymentAppWithFile("one");
    cacheAllChildren(app);
    var old = TestApps.child(app, ConfigMap.class).getMetadata().getName();
    var referrer = configMapReferrer(referrerKind, old);
    cache.addFromWatch(referrer);

    assertThat(apply(deploymentAppWithFile("two")).firstProblem()).isEmpty();
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
  void nothingIsPrunedWhenPodCreationIsRejected() {
    cache.addFromWatch(liveChild(TestApps.app(POD_WITH_SERVICE), Service.class));
    api.rejectNext("PATCH pods/web", 403, QUOTA_MESSAGE);

    var outcome = apply(POD);

    assertThat(api.requestLines()).containsExactly("PATCH pods/web");
    assertThat(outcome.summary().problems())
        .containsExactly(new ChildProblem("Pod/web", Reason.QuotaExceeded, QUOTA_MESSAGE));
  }
}
