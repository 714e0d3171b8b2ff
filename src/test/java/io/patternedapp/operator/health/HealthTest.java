package io.patternedapp.operator.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthTest {

  private static final Watch PODS = new Watch("pods", true, true, true);
  private static final Watch APPS = new Watch("apps", true, true, true);

  private List<Watch> watches = List.of(PODS, APPS);
  private Duration stuck = Duration.ZERO;
  private Duration run = Duration.ZERO;
  private long now = 1;
  private Health health;

  @BeforeEach
  void look() {
    health = new Health(() -> watches, () -> stuck, () -> run, () -> now);
    health.look();
  }

  @Test
  void isReadyAndAliveWithOpenWatches() {
    assertThat(health.notReady()).isEmpty();
    assertThat(health.dead()).isEmpty();
  }

  @Test
  void isAliveAndNotReadyBeforeTheInformersStart() {
    watches = List.of();
    health.look();

    assertThat(health.notReady()).containsExactly("it is starting");
    assertThat(health.dead()).isEmpty();
  }

  @Test
  void isNotReadyWhileACacheIsEmpty() {
    watches = List.of(PODS, new Watch("apps", true, false, true));
    health.look();

    assertThat(health.notReady()).containsExactly("the cache of apps is not filled yet");
    assertThat(health.dead()).isEmpty();
  }

  @Test
  void theRenewalOfAWatchChangesNothing() {
    for (int renewal = 0; renewal < 1000; renewal++) {
      watches = List.of(PODS, closed("apps"));
      passes(Duration.ofSeconds(1));
      assertThat(health.notReady()).isEmpty();
      assertThat(health.dead()).isEmpty();
      watches = List.of(PODS, APPS);
      passes(Duration.ofSeconds(1));
    }
  }

  @Test
  void withoutContactItIsNotReadyButStaysAlive() {
    watches = List.of(closed("pods"), closed("apps"));
    passes(Duration.ofSeconds(1));
    assertThat(health.notReady()).isEmpty();

    passes(Health.CONTACT_LIMIT.plusSeconds(1));
    assertThat(health.notReady())
        .containsExactly("no watch is open on pods", "no watch is open on apps");

    passes(Duration.ofHours(2));
    assertThat(health.dead()).isEmpty();

    watches = List.of(PODS, APPS);
    passes(Duration.ofSeconds(1));
    assertThat(health.notReady()).isEmpty();
  }

  @Test
  void oneWatchThatDiedAmongOthersIsTheEnd() {
    watches = List.of(PODS, closed("apps"));
    passes(Duration.ofSeconds(1));
    passes(Health.WATCH_LIMIT);
    assertThat(health.dead()).isEmpty();

    passes(Duration.ofSeconds(1));
    assertThat(health.dead()).containsExactly("no watch is open on apps");
  }

  @Test
  void anInformerThatEndedIsTheEnd() {
    watches = List.of(PODS, new Watch("apps", false, true, false));
    passes(Duration.ofSeconds(1));

    assertThat(health.dead()).containsExactly("the informer of apps has ended");
  }

  @Test
  void workThatDoesNotMoveIsTheEnd() {
    stuck = Health.WORK_LIMIT;
    assertThat(health.dead()).isEmpty();

    stuck = Health.WORK_LIMIT.plusSeconds(1);
    assertThat(health.dead()).containsExactly("work waits, and nothing has moved for 301 s");
  }

  @Test
  void aReconcileWithoutAnEndIsTheEnd() {
    run = Health.RUN_LIMIT;
    assertThat(health.dead()).isEmpty();

    run = Health.RUN_LIMIT.plusSeconds(1);
    assertThat(health.dead()).containsExactly("a reconcile has not ended for 901 s");
  }

  @Test
  void whileItIsStoppedItIsNotReadyAndNoFaultIsSeen() {
    watches = List.of(new Watch("apps", false, true, false));
    health.closing();
    health.look();

    assertThat(health.notReady()).containsExactly("it is being stopped");
    assertThat(health.dead()).isEmpty();
  }

  private static Watch closed(String name) {
    return new Watch(name, true, true, false);
  }

  private void passes(Duration time) {
    now += time.toNanos();
    health.look();
  }
}
