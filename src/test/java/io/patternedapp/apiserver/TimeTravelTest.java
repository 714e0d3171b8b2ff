package io.patternedapp.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.Config;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.operator.OperatorProcess;
import io.patternedapp.operator.OperatorSettings;
import io.patternedapp.operator.leader.Election;
import io.patternedapp.operator.leader.ElectionSettings;
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
 * An operator starts where some of what it reads comes from an API server that lags: it sees the
 * past, in which an app was another. Nothing newer is undone, and once the lag ends all is as
 * without it.
 */
@ExtendWith(ApiServer.class)
@Tag("survival")
@Timeout(600)
class TimeTravelTest {

  private static final Duration LAG = Duration.ofSeconds(6);
  private static final int APPS = 2;
  private static final Duration TAKEOVER = Duration.ofSeconds(20);
  private static final Duration CAUGHT_UP = Duration.ofSeconds(60);

  /** Who sees the past, and of what. */
  enum Past {
    RESTARTED_SEES_OLD_CHILDREN(false, call -> !call.isAbout("patternedapps")),
    RESTARTED_SEES_ALL_OLD(false, call -> true),
    STANDBY_SEES_OLD_APPS(true, call -> call.isAbout("patternedapps")),
    STANDBY_SEES_ALL_OLD(true, call -> true);

    private final boolean standby;
    private final Predicate<ApiCall> which;

    Past(boolean standby, Predicate<ApiCall> which) {
      this.standby = standby;
      this.which = which;
    }
  }

  private Servers servers;
  private LaggingServer lagging;
  private ApiServer.Shared api;
  private Stage stage;
  private FaultProxy proxy;

  @BeforeEach
  void open() {
    api = ApiServer.Shared.start();
    servers = new Servers(api);
    lagging = new LaggingServer(api, servers);
    proxy = new FaultProxy(api.operatorClient().getConfiguration());
  }

  @AfterEach
  void close() {
    if (stage != null) {
      stage.close();
    }
    if (servers != null) {
      proxy.close();
      lagging.close();
      servers.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anAppOfBeforeItsChangesUndoesNothing(Past past) {
    seenAsItWas(past, () -> stage.play("files"), "files");
  }

  @ParameterizedTest
  @EnumSource
  void anAppOfBeforeItsChangeOfKindUndoesNothing(Past past) {
    seenAsItWas(past, () -> stage.play("kind"), "kind");
  }

  @ParameterizedTest
  @EnumSource
  void aDeletedAppTouchesNothingOfItsSuccessor(Past past) {
    seenAsItWas(past, this::makeAnew, "recreation");
  }

  /** Plays the garbage collector too. */
  private void makeAnew() {
    var admin = stage.lab().admin();
    for (var app : stage.apps()) {
      admin.resource(stage.lab().app(app)).delete();
      stage.lab().children(app).forEach(child -> admin.resource(child).withGracePeriod(0).delete());
    }
    stage.play("create");
  }

  private void seenAsItWas(Past past, Runnable change, String what) {
    stage = new Stage(api, APPS);
    proxy.detour(call -> call.isCached() && past.which.test(call), lagging.port());
    var leader = operator(api.operatorClient().getConfiguration(), "one");
    leads("one");
    stage.play("create");
    stage.untilSettled();
    var next = past.standby ? operator(proxy.config(), "two") : null;
    await("both API servers show the same")
        .atMost(CAUGHT_UP)
        .until(() -> laggingShows().equals(shown()));
    var before = shown();
    lagging.lag();

    change.run();
    stage.untilSettled();
    var end = stage.ends();
    assertThat(shown()).isNotEqualTo(before);
    assertThat(laggingShows()).as("the lagging one shows the past").isEqualTo(before);
    int mark = stage.lab().mark();
    leader.close();
    try (var operator = next == null ? operator(proxy.config(), "two") : next) {
      leads("two");
      await(what + ", " + past + ": nothing is undone")
          .during(LAG)
          .atMost(LAG.plusSeconds(2))
          .untilAsserted(() -> assertThat(stage.ends()).isEqualTo(end));
      assertThat(proxy.detoured()).as("requests to the lagging one").isPositive();
      assertThat(laggingShows()).as("it still shows the past").isEqualTo(before);
      var writes = stage.lab().writesSince(mark);
      lagging.catchUp();

      await("it caught up").atMost(CAUGHT_UP).until(() -> laggingShows().equals(shown()));
      stage.untilSameAs(end, what + ", after the lag");
      stage.isStill();
      System.out.printf(
          "%s of before %s: %d requests to the lagging one, %d writes in the lag, %d refused%n",
          past,
          what,
          proxy.detoured(),
          writes.size(),
          writes.stream().filter(write -> write.code() == 409).count());
    }
  }

  private OperatorProcess operator(Config config, String name) {
    var settings =
        new OperatorSettings(
            Set.of(stage.lab().namespace()),
            new ElectionSettings(OperatorJvm.LEASE_NAMESPACE, name),
            null,
            "");
    return OperatorProcess.start(config, settings, Clock.systemUTC());
  }

  private void leads(String name) {
    await(name + " leads")
        .atMost(TAKEOVER)
        .ignoreExceptions()
        .until(
            () ->
                api.admin()
                    .leases()
                    .inNamespace(OperatorJvm.LEASE_NAMESPACE)
                    .withName(Election.LEASE)
                    .require()
                    .getSpec()
                    .getHolderIdentity(),
            name::equals);
  }

  private Map<String, String> laggingShows() {
    return lagging.shows(PatternedApp.class, stage.lab().namespace());
  }

  private Map<String, String> shown() {
    return stage.apps().stream()
        .map(app -> stage.lab().app(app).getMetadata())
        .collect(
            Collectors.toMap(
                meta -> meta.getName(), meta -> meta.getUid() + "/" + meta.getGeneration()));
  }
}
