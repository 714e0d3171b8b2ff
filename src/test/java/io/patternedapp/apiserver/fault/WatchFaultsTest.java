package io.patternedapp.apiserver.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.apiserver.support.ChangeSequence;
import io.patternedapp.apiserver.support.ScenarioFixture;
import io.patternedapp.apiserver.support.proxy.FaultInjectionProxy;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests that the operator converges when its watches deliver no events, or deliver them late. */
@ExtendWith(ApiServerExtension.class)
@Tag("survival")
@Timeout(180)
class WatchFaultsTest {

  private static final Duration DETECTION_TIMEOUT = Duration.ofSeconds(45);

  private ScenarioFixture scenario;
  private FaultInjectionProxy proxy;

  @BeforeEach
  void createScenario(ApiServerExtension.TestControlPlane api) {
    scenario = new ScenarioFixture(api, 2);
    proxy = new FaultInjectionProxy(api.operatorClient().getConfiguration());
    scenario.fixture().startOperator(proxy);
  }

  @AfterEach
  void closeScenario() {
    if (scenario != null) {
      scenario.close();
      proxy.close();
    }
  }

  @Test
  void halfOpenWatchesAreDetectedAndReopened() {
    scenario.applyStep("create");
    scenario.awaitConverged();
    int opened = proxy.openedWatchCount();
    int open = proxy.openWatchCount();
    proxy.freezeWatches(call -> true);
    long frozenAt = System.nanoTime();

    scenario.applyStep("image");

    await("change applied").atMost(DETECTION_TIMEOUT).until(this::areAllConverged);
    System.out.printf(
        "half-open watches: %d replaced after %d s%n",
        open, Duration.ofNanos(System.nanoTime() - frozenAt).toSeconds());
    await().atMost(DETECTION_TIMEOUT).until(() -> proxy.openedWatchCount() >= opened + open);
  }

  @Test
  void changeRevertedDuringAWatchGapCausesNoChildWrite() {
    scenario.applyStep("create");
    scenario.awaitConverged();
    var before = uids();
    proxy.holdWatches(call -> true);
    int mark = scenario.fixture().mark();

    scenario.applyStep("environment");
    scenario.applyStep("create");
    expireHeldWatches();

    scenario.awaitConverged();
    assertThat(uids()).isEqualTo(before);
    assertThat(scenario.fixture().writesSince(mark))
        .as("status writes only")
        .allMatch(request -> request.resource().equals("patternedapps/status"));
  }

  @Test
  void appRecreatedDuringAWatchGapGetsItsOwnChildren() {
    scenario.applyStep("create");
    scenario.awaitConverged();
    var before = uids();
    proxy.holdWatches(call -> true);

    scenario
        .apps()
        .forEach(app -> scenario.fixture().admin().resource(scenario.fixture().app(app)).delete());
    scenario.applyStep("create");
    collectGarbage();
    expireHeldWatches();

    // While the cache contains only the old app, the operator may repair a child of that app once
    // more.
    await()
        .atMost(DETECTION_TIMEOUT)
        .until(
            () -> {
              collectGarbage();
              return areAllConverged();
            });
    scenario.fixture().awaitNoMoreWrites();
    assertThat(uids()).hasSameSizeAs(before).doesNotContainAnyElementsOf(before);
    scenario.apps().forEach(this::assertOwnChildrenOnly);
  }

  @Test
  void childrenWithDelayedEventsAreCreatedOnceAndNotReverted() {
    proxy.holdWatches(call -> !call.targetsResource("patternedapps"));
    scenario.applyStep("create");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> scenario.fixture().children("app-01").size(), size -> size == 4);
    scenario.fixture().awaitNoMoreWrites();
    var createdUids = uids();
    scenario.apps().forEach(app -> scenario.fixture().apply(ChangeSequence.yaml(app, "image")));
    scenario.fixture().awaitNoMoreWrites();

    proxy.releaseWatches();
    scenario.awaitConverged();

    assertThat(proxy.injectedFaultCount()).isPositive();
    assertThat(uids()).as("each child is created once").isEqualTo(createdUids);
    assertThat(
            scenario.snapshots().values().stream()
                .flatMap(snapshot -> snapshot.counts().values().stream()))
        .allMatch(count -> count == 1);
  }

  @Test
  void deletedPodIsRecreatedOnceItsDelayedEventArrives() {
    scenario.applyStep("create");
    scenario.awaitConverged();
    proxy.holdWatches(call -> call.targetsResource("pods"));
    scenario
        .fixture()
        .admin()
        .pods()
        .inNamespace(scenario.fixture().namespace())
        .withName("app-00")
        .delete();
    scenario.applyStep("files");
    scenario.fixture().awaitNoMoreWrites();

    proxy.releaseWatches();

    scenario.awaitConverged();
    assertThat(scenario.fixture().childNames("app-00")).contains("Pod/app-00", "Pod/app-00-1");
  }

  /**
   * Expires the held watches: the API server never sends the missed events, so the operator has to
   * list again.
   */
  private void expireHeldWatches() {
    int opened = proxy.openedWatchCount();
    int held = proxy.openWatchCount();
    proxy.expireWatches(call -> true);
    proxy.releaseWatches();
    await().atMost(DETECTION_TIMEOUT).until(() -> proxy.openedWatchCount() >= opened + held);
  }

  private boolean areAllConverged() {
    return scenario.apps().stream().allMatch(scenario::isConverged);
  }

  /** Deletes the children of deleted apps, in place of the garbage collector. */
  private void collectGarbage() {
    for (var app : scenario.apps()) {
      var uid = scenario.fixture().app(app).getMetadata().getUid();
      scenario.fixture().children(app).stream()
          .filter(child -> !child.getMetadata().getOwnerReferences().get(0).getUid().equals(uid))
          .forEach(child -> scenario.fixture().admin().resource(child).withGracePeriod(0).delete());
    }
  }

  private void assertOwnChildrenOnly(String app) {
    var uid = scenario.fixture().app(app).getMetadata().getUid();
    assertThat(scenario.fixture().children(app))
        .allMatch(child -> child.getMetadata().getOwnerReferences().get(0).getUid().equals(uid));
  }

  private Set<String> uids() {
    return scenario.apps().stream()
        .flatMap(app -> scenario.fixture().children(app).stream())
        .map(child -> child.getMetadata().getUid())
        .collect(Collectors.toSet());
  }
}
