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
 * One app that fails at every attempt, and keeps a thread for a second each time, among many that
 * do not: these are served as fast as without it. On an API server of its own, in turns with and
 * without the one, since what else the machine does changes by the minute.
 */
@ExtendWith(ApiServerExtension.class)
@Tag("survival")
class FailingAppIsolationTest {

  private static final int APPS = Integer.getInteger("patternedapp.isolation.apps", 300);
  private static final int ROUNDS = 4;

  /** More of them make up for what else the machine did in some. */
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

  /** Its Pod is refused by a webhook that does not answer, after a second. */
  private static final String FAILING_APP =
      """
      apiVersion: patternedapp.io/v1alpha1
      kind: PatternedApp
      metadata: {name: poison}
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

      var without = new ArrayList<Long>();
      var with = new ArrayList<Long>();
      for (int round = 0;
          round < ROUNDS || (round < MAX_ROUNDS && isSlower(with, without));
          round++) {
        without.addAll(runRound(fixture));
        with.addAll(runRoundWithFailingApp(fixture));
      }
      var figures =
          "one poison app among %d: p50 %d ms, p99 %d ms; without it %d ms, %d ms"
              .formatted(
                  APPS,
                  percentile(with, 50),
                  percentile(with, 99),
                  percentile(without, 50),
                  percentile(without, 99));
      System.out.println(figures);
      assertThat(isSlower(with, without)).as(figures).isFalse();
      assertFailingAppBacksOff(fixture);
    }
  }

  private static boolean isSlower(List<Long> with, List<Long> without) {
    return percentile(with, 99) > MAX_SLOWDOWN * percentile(without, 99);
  }

  /** A user keeps changing the poison app, so that it is reconciled immediately each time. */
  private List<Long> runRoundWithFailingApp(OperatorFixture fixture) {
    int mark = fixture.mark();
    var failingAppEditor = Executors.newSingleThreadScheduledExecutor();
    try {
      fixture.apply(FAILING_APP);
      fixture.awaitCondition("poison", "Applied", "False");
      failingAppEditor.scheduleAtFixedRate(
          () -> edit(fixture, "poison", "other"),
          0,
          FAILING_APP_EDIT_MILLIS,
          TimeUnit.MILLISECONDS);
      var latencies = runRound(fixture);
      assertThat(countFailingAppRequests(fixture, mark))
          .as("it fails all the time")
          .isGreaterThan(2);
      return latencies;
    } finally {
      failingAppEditor.shutdownNow();
      fixture.admin().resource(fixture.app("poison")).delete();
    }
  }

  private void assertFailingAppBacksOff(OperatorFixture fixture) {
    fixture.apply(FAILING_APP);
    fixture.awaitCondition("poison", "Applied", "False");
    int mark = fixture.mark();
    await()
        .during(Duration.ofSeconds(30))
        .atMost(Duration.ofSeconds(40))
        .until(() -> countFailingAppRequests(fixture, mark) < 100);
    System.out.printf(
        "poison app, left alone: %d requests in 30 s%n", countFailingAppRequests(fixture, mark));
    assertThat(countFailingAppRequests(fixture, mark)).isBetween(1L, 100L);
  }

  private static long countFailingAppRequests(OperatorFixture fixture, int mark) {
    return fixture.requestsSince(mark).stream()
        .filter(request -> request.name().startsWith("poison"))
        .count();
  }

  /** Edits apps one after the other at a fixed rate; how long each edit took to reach its child. */
  private List<Long> runRound(OperatorFixture fixture) {
    editedAt.clear();
    writtenAt.clear();
    var editor = Executors.newSingleThreadScheduledExecutor();
    try {
      var left = new AtomicInteger(EDITS_PER_ROUND);
      editor.scheduleAtFixedRate(
          () -> {
            if (left.getAndDecrement() > 0) {
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

  /** Notes when an edit is first seen in a child. */
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
