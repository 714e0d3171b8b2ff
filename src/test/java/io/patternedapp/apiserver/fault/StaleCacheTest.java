package io.patternedapp.apiserver.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.Config;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.apiserver.support.OperatorJvm;
import io.patternedapp.apiserver.support.ScenarioFixture;
import io.patternedapp.apiserver.support.proxy.FaultInjectionProxy;
import io.patternedapp.apiserver.support.proxy.ProxiedRequest;
import io.patternedapp.operator.OperatorRunner;
import io.patternedapp.operator.OperatorSettings;
import io.patternedapp.operator.leader.LeaderElection;
import io.patternedapp.operator.leader.LeaderElectionSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests an operator that reads stale apps or children from an API server that lags: it reverts no
 * newer change, and once the lag ends the result is the same as without it.
 */
@ExtendWith(ApiServerExtension.class)
@Tag("survival")
@Timeout(600)
class StaleCacheTest {

  private static final Duration LAG_DURATION = Duration.ofSeconds(6);
  private static final int APPS = 2;
  private static final Duration TAKEOVER_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration CATCH_UP_TIMEOUT = Duration.ofSeconds(60);

  /** The operator that reads stale data, and the requests that return it. */
  enum StaleReader {
    RESTARTED_WITH_STALE_CHILDREN(false, call -> !call.targetsResource("patternedapps")),
    RESTARTED_WITH_ALL_STALE(false, call -> true),
    STANDBY_WITH_STALE_APPS(true, call -> call.targetsResource("patternedapps")),
    STANDBY_WITH_ALL_STALE(true, call -> true);

    private final boolean standby;
    private final Predicate<ProxiedRequest> staleRequests;

    StaleReader(boolean standby, Predicate<ProxiedRequest> staleRequests) {
      this.standby = standby;
      this.staleRequests = staleRequests;
    }
  }

  private ControlPlaneProcesses processes;
  private LaggingApiServer laggingServer;
  private ApiServerExtension.TestControlPlane api;
  private ScenarioFixture scenario;
  private FaultInjectionProxy proxy;

  @BeforeEach
  void startControlPlane() {
    api = ApiServerExtension.TestControlPlane.start();
    processes = new ControlPlaneProcesses(api);
    laggingServer = new LaggingApiServer(api, processes);
    proxy = new FaultInjectionProxy(api.operatorClient().getConfiguration());
  }

  @AfterEach
  void stopControlPlane() {
    if (scenario != null) {
      scenario.close();
    }
    if (processes != null) {
      proxy.close();
      laggingServer.close();
      processes.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void operatorWithAStaleCacheDoesNotUndoSpecChanges(StaleReader staleReader) {
    assertStaleReaderUndoesNothing(staleReader, () -> scenario.applyStep("files"), "files");
  }

  @ParameterizedTest
  @EnumSource
  void operatorWithAStaleCacheDoesNotUndoAWorkloadKindChange(StaleReader staleReader) {
    assertStaleReaderUndoesNothing(staleReader, () -> scenario.applyStep("kind"), "kind");
  }

  @ParameterizedTest
  @EnumSource
  void operatorWithAStaleCacheDoesNotModifyChildrenOfARecreatedApp(StaleReader staleReader) {
    assertStaleReaderUndoesNothing(staleReader, this::recreateApps, "recreation");
  }

  /**
   * Deletes the apps and, in place of the garbage collector, their children; then recreates the
   * apps.
   */
  private void recreateApps() {
    var admin = scenario.fixture().admin();
    for (var app : scenario.apps()) {
      admin.resource(scenario.fixture().app(app)).delete();
      scenario
          .fixture()
          .children(app)
          .forEach(child -> admin.resource(child).withGracePeriod(0).delete());
    }
    scenario.applyStep("create");
  }

  private void assertStaleReaderUndoesNothing(
      StaleReader staleReader, Runnable change, String what) {
    scenario = new ScenarioFixture(api, APPS);
    proxy.redirect(
        call -> call.isServedFromWatchCache() && staleReader.staleRequests.test(call),
        laggingServer.port());
    var leader = startOperator(api.operatorClient().getConfiguration(), "one");
    awaitLeader("one");
    scenario.applyStep("create");
    scenario.awaitConverged();
    var standby = staleReader.standby ? startOperator(proxy.clientConfig(), "two") : null;
    await("both API servers in sync")
        .atMost(CATCH_UP_TIMEOUT)
        .until(() -> appsInLaggingCache().equals(currentApps()));
    var before = currentApps();
    laggingServer.startLagging();

    change.run();
    scenario.awaitConverged();
    var expected = scenario.snapshots();
    assertThat(currentApps()).isNotEqualTo(before);
    assertThat(appsInLaggingCache()).as("apps in the lagging cache").isEqualTo(before);
    int mark = scenario.fixture().mark();
    leader.close();
    try (var operator = standby == null ? startOperator(proxy.clientConfig(), "two") : standby) {
      awaitLeader("two");
      await(what + ", " + staleReader + ": no change is reverted")
          .during(LAG_DURATION)
          .atMost(LAG_DURATION.plusSeconds(2))
          .untilAsserted(() -> assertThat(scenario.snapshots()).isEqualTo(expected));
      assertThat(proxy.redirectedCount()).as("requests to the lagging API server").isPositive();
      assertThat(appsInLaggingCache()).as("apps in the lagging cache").isEqualTo(before);
      var writes = scenario.fixture().writesSince(mark);
      laggingServer.catchUp();

      await("lagging API server caught up")
          .atMost(CATCH_UP_TIMEOUT)
          .until(() -> appsInLaggingCache().equals(currentApps()));
      scenario.awaitSameAs(expected, what + ", after the lag");
      scenario.assertNoRequests();
      System.out.printf(
          "%s before %s: %d requests to the lagging API server, %d writes, %d conflicts%n",
          staleReader,
          what,
          proxy.redirectedCount(),
          writes.size(),
          writes.stream().filter(write -> write.code() == 409).count());
    }
  }

  private OperatorRunner startOperator(Config config, String name) {
    var settings =
        new OperatorSettings(
            Set.of(scenario.fixture().namespace()),
            new LeaderElectionSettings(OperatorJvm.LEASE_NAMESPACE, name),
            null,
            "");
    return OperatorRunner.start(config, settings, Clock.systemUTC());
  }

  private void awaitLeader(String name) {
    await(name + " is the leader")
        .atMost(TAKEOVER_TIMEOUT)
        .ignoreExceptions()
        .until(
            () ->
                api.admin()
                    .leases()
                    .inNamespace(OperatorJvm.LEASE_NAMESPACE)
                    .withName(LeaderElection.LEASE_NAME)
                    .require()
                    .getSpec()
                    .getHolderIdentity(),
            name::equals);
  }

  private Map<String, String> appsInLaggingCache() {
    return laggingServer.cachedObjects(PatternedApp.class, scenario.fixture().namespace());
  }

  private Map<String, String> currentApps() {
    return scenario.apps().stream()
        .map(app -> scenario.fixture().app(app).getMetadata())
        .collect(
            Collectors.toMap(
                meta -> meta.getName(), meta -> meta.getUid() + "/" + meta.getGeneration()));
  }
}
