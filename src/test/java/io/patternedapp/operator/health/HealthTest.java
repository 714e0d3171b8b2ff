package io.patternedapp.operator.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthTest {

  private static final InformerStatus PODS = new InformerStatus("pods", true, true, true);
  private static final InformerStatus APPS = new InformerStatus("apps", true, true, true);

  private List<InformerStatus> watches = List.of(PODS, APPS);
  private Duration stalledFor = Duration.ZERO;
  private Duration oldestReconcile = Duration.ZERO;
  private long now = 1;
  private Health health;

  @BeforeEach
  void setUp() {
    health = new Health(() -> watches, () -> stalledFor, () -> oldestReconcile, () -> now);
    health.sample();
  }

  @Test
  void healthIsReadyAndLiveWithOpenWatches() {
    assertThat(health.readinessFailures()).isEmpty();
    assertThat(health.livenessFailures()).isEmpty();
  }

  @Test
  void healthIsLiveButNotReadyBeforeInformersStart() {
    watches = List.of();
    health.sample();

    assertThat(health.readinessFailures()).containsExactly("starting");
    assertThat(health.livenessFailures()).isEmpty();
  }

  @Test
  void healthIsNotReadyUntilEveryCacheIsSynced() {
    watches = List.of(PODS, new InformerStatus("apps", true, false, true));
    health.sample();

    assertThat(health.readinessFailures()).containsExactly("cache not synced: apps");
    assertThat(health.livenessFailures()).isEmpty();
  }

  @Test
  void watchRenewalKeepsHealthReadyAndLive() {
    for (int renewal = 0; renewal < 1000; renewal++) {
      watches = List.of(PODS, closedWatch("apps"));
      advance(Duration.ofSeconds(1));
      assertThat(health.readinessFailures()).isEmpty();
      assertThat(health.livenessFailures()).isEmpty();
      watches = List.of(PODS, APPS);
      advance(Duration.ofSeconds(1));
    }
  }

  @Test
  void lostApiServerContactIsNotReadyButLive() {
    watches = List.of(closedWatch("pods"), closedWatch("apps"));
    advance(Duration.ofSeconds(1));
    assertThat(health.readinessFailures()).isEmpty();

    advance(Health.READINESS_GRACE.plusSeconds(1));
    assertThat(health.readinessFailures())
        .containsExactly("no open watch: pods", "no open watch: apps");

    advance(Duration.ofHours(2));
    assertThat(health.livenessFailures()).isEmpty();

    watches = List.of(PODS, APPS);
    advance(Duration.ofSeconds(1));
    assertThat(health.readinessFailures()).isEmpty();
  }

  @Test
  void singleClosedWatchFailsLivenessAfterTheLimit() {
    watches = List.of(PODS, closedWatch("apps"));
    advance(Duration.ofSeconds(1));
    advance(Health.WATCH_TIMEOUT);
    assertThat(health.livenessFailures()).isEmpty();

    advance(Duration.ofSeconds(1));
    assertThat(health.livenessFailures()).containsExactly("no open watch: apps");
  }

  @Test
  void stoppedInformerFailsLiveness() {
    watches = List.of(PODS, new InformerStatus("apps", false, true, false));
    advance(Duration.ofSeconds(1));

    assertThat(health.livenessFailures()).containsExactly("informer stopped: apps");
  }

  @Test
  void stalledQueueFailsLiveness() {
    stalledFor = Health.PROGRESS_TIMEOUT;
    assertThat(health.livenessFailures()).isEmpty();

    stalledFor = Health.PROGRESS_TIMEOUT.plusSeconds(1);
    assertThat(health.livenessFailures()).containsExactly("work queue made no progress for 301 s");
  }

  @Test
  void reconcileExceedingTimeoutFailsLiveness() {
    oldestReconcile = Health.RECONCILE_TIMEOUT;
    assertThat(health.livenessFailures()).isEmpty();

    oldestReconcile = Health.RECONCILE_TIMEOUT.plusSeconds(1);
    assertThat(health.livenessFailures()).containsExactly("a reconcile has been running for 901 s");
  }

  @Test
  void shutdownIsNotReadyButLive() {
    watches = List.of(new InformerStatus("apps", false, true, false));
    health.markStopping();
    health.sample();

    assertThat(health.readinessFailures()).containsExactly("shutting down");
    assertThat(health.livenessFailures()).isEmpty();
  }

  private static InformerStatus closedWatch(String name) {
    return new InformerStatus(name, true, true, false);
  }

  private void advance(Duration time) {
    now += time.toNanos();
    health.sample();
  }
}
