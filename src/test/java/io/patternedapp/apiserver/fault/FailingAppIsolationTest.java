package io.patternedapp.apiserver.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.apiserver.support.OperatorFixture;
import io.patternedapp.apiserver.support.PodValidatingWebhook;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that an app that fails at every attempt, and blocks a thread for one second each time, does
 * not slow down the reconciles of other apps. The test uses its own API server and alternates
 * rounds with and without the failing app, because the load of the machine varies.
 */
@ExtendWith(ApiServerExtension.class)
@Tag("survival")
class FailingAppIsolationTest {

  private static final int APPS = Integer.getInteger("patternedapp.isolation.apps", 300);
  private static final int ROUNDS = 4;

  /** The maximum number of rounds: more rounds compensate for other load of the machine. */
  private static final int MAX_ROUNDS = 12;

  private static final int EDITS_PER_ROUND = 200;
  private static final long PERIOD_MILLIS = 50;
  private static final long FAILING_APP_EDIT_MILLIS = 200;
  private static final double MAX_SLOWDOWN = 1.5;
  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  private static final String APP =
      """
      apiVersion: patternedapp.io/v1alpha1
      kind: PatternedApp
      metadata: {name: app-%03d}
      spec: {workload: {kind: Deployment}, main: {image: "nginx:1.27"}}
      """;

  /**
   * An app whose Pods are rejected after one second, because the validating webhook does not
   * respond.
   */
  private static final String FAILING_APP =
      """
      apiVersion: patternedapp.io/v1alpha1
      kind: PatternedApp
      metadata: {name: failing}
      spec: {replicas: 10, main: {image: "nginx:1.27"}}
      """;

  @TempDir private Path directory;
  private final Map<String, Long> editedAt = new ConcurrentHashMap<>();
  private final Map<String, Long> writtenAt = new ConcurrentHashMap<>();
  private final AtomicInteger edits = new AtomicInteger();

  @Test
  @Timeout(900)
  void failingAppDoesNotSlowDownReconcilesOfOtherApps() throws Exception {
    try (var api = ApiServerExtension.TestControlPlane.start();
        var fixture = new OperatorFixture(api);
        var webhook =
            new PodValidatingWebhook(
                fixture.admin(),
                fixture.namespace(),
                directory,
                PodValidatingWebhook.Behavior.HANG);
        var watch =
            fixture
                .admin()
                .resources(Deployment.class)
                .inNamespace(fixture.namespace())
                .watch(new LatencyRecorder())) {
      for (int i = 0; i < APPS; i++) {
        fixture.apply(APP.formatted(i));
      }
      await().atMost(TIMEOUT).until(() -> countDeployments(fixture) == APPS);
      fixture.awaitNoMoreWrites();
      runRound(fixture);

      var latenciesWithout = new ArrayList<Long>();
      var latenciesWith = new ArrayList<Long>();
      for (int round = 0;
          round < ROUNDS || (round < MAX_ROUNDS && isSlower(latenciesWith, latenciesWithout));
          round++) {
        latenciesWithout.addAll(runRound(fixture));
        latenciesWith.addAll(runRoundWithFailingApp(fixture));
      }
      var figures =
          "one failing app among %d: p50 %d ms, p99 %d ms; without it %d ms, %d ms"
              .formatted(
                  APPS,
                  percentile(latenciesWith, 50),
                  percentile(latenciesWith, 99),
                  percentile(latenciesWithout, 50),
                  percentile(latenciesWithout, 99));
      System.out.println(figures);
      assertThat(isSlower(latenciesWith, latenciesWithout)).as(figures).isFalse();
      assertFailingAppBacksOff(fixture);
    }
  }

  private static boolean isSlower(List<Long> latenciesWith, List<Long> latenciesWithout) {
    return percentile(latenciesWith, 99) > MAX_SLOWDOWN * percentile(latenciesWithout, 99);
  }

  /**
   * Runs a round while a user keeps changing the failing app, so that each change triggers a
   * reconcile without backoff.
   */
  private List<Long> runRoundWithFailingApp(OperatorFixture fixture) {
    int mark = fixture.mark();
    var failingAppEditor = Executors.newSingleThreadScheduledExecutor();
    try {
      fixture.apply(FAILING_APP);
      fixture.awaitCondition("failing", "Applied", "False");
      failingAppEditor.scheduleAtFixedRate(
          () -> edit(fixture, "failing", "other"),
          0,
          FAILING_APP_EDIT_MILLIS,
          TimeUnit.MILLISECONDS);
      var latencies = runRound(fixture);
      assertThat(countFailingAppRequests(fixture, mark))
          .as("requests for the failing app")
          .isGreaterThan(2);
      return latencies;
    } finally {
      failingAppEditor.shutdownNow();
      fixture.admin().resource(fixture.app("failing")).delete();
    }
  }

  private void assertFailingAppBacksOff(OperatorFixture fixture) {
    fixture.apply(FAILING_APP);
    fixture.awaitCondition("failing", "Applied", "False");
    int mark = fixture.mark();
    await()
        .during(Duration.ofSeconds(30))
        .atMost(Duration.ofSeconds(40))
        .until(() -> countFailingAppRequests(fixture, mark) < 100);
    System.out.printf(
        "failing app without changes: %d requests in 30 s%n",
        countFailingAppRequests(fixture, mark));
    assertThat(countFailingAppRequests(fixture, mark)).isBetween(1L, 100L);
  }

  private static long countFailingAppRequests(OperatorFixture fixture, int mark) {
    return fixture.requestsSince(mark).stream()
        .filter(request -> request.name().startsWith("failing"))
        .count();
  }

  /**
   * Edits apps one after the other at a fixed rate; returns the latency from each edit to the child
   * in milliseconds.
   */
  private List<Long> runRound(OperatorFixture fixture) {
    editedAt.clear();
    writtenAt.clear();
    var editor = Executors.newSingleThreadScheduledExecutor();
    try {
      var remainingEdits = new AtomicInteger(EDITS_PER_ROUND);
      editor.scheduleAtFixedRate(
          () -> {
            if (remainingEdits.getAndDecrement() > 0) {
              int n = edits.getAndIncrement();
              var value = String.valueOf(n);
              editedAt.put(value, System.nanoTime());
              edit(fixture, "app-%03d".formatted(n % APPS), value);
            }
          },
          0,
          PERIOD_MILLIS,
          TimeUnit.MILLISECONDS);
      await().atMost(TIMEOUT).until(() -> writtenAt.size() == EDITS_PER_ROUND);
    } finally {
      editor.shutdownNow();
    }
    return editedAt.entrySet().stream()
        .map(edit -> TimeUnit.NANOSECONDS.toMillis(writtenAt.get(edit.getKey()) - edit.getValue()))
        .toList();
  }

  private static void edit(OperatorFixture fixture, String app, String value) {
    fixture
        .admin()
        .resources(PatternedApp.class)
        .inNamespace(fixture.namespace())
        .withName(app)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"labels\":{\"edit\":\"%s\"}}}".formatted(value));
  }

  private static int countDeployments(OperatorFixture fixture) {
    return fixture
        .admin()
        .apps()
        .deployments()
        .inNamespace(fixture.namespace())
        .list()
        .getItems()
        .size();
  }

  private static long percentile(List<Long> values, int percent) {
    return values.stream()
        .sorted()
        .skip((long) values.size() * percent / 100)
        .findFirst()
        .orElseThrow();
  }

  /** Records when an edit is first observed in a child. */
  private final class LatencyRecorder implements Watcher<Deployment> {

    @Override
    public void eventReceived(Action action, Deployment deployment) {
      var edit = deployment.getMetadata().getLabels().get("edit");
      if (edit != null && editedAt.containsKey(edit)) {
        writtenAt.putIfAbsent(edit, System.nanoTime());
      }
    }

    @Override
    public void onClose(WatcherException cause) {
      throw new IllegalStateException(cause);
    }
  }
}
