package io.patternedapp.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternedapp.HandClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ClockWatchTest {

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger told = new AtomicInteger();
  private final HandClock clock = new HandClock("2026-11-24T03:00:00Z");

  @AutoClose
  private final ClockWatch watch = new ClockWatch(clock, nanos::get, told::incrementAndGet);

  @Test
  void tellsOnceOfAClockThatIsSetBack() {
    passes(Duration.ofSeconds(5), Duration.ofSeconds(5));
    assertThat(told).hasValue(0);

    passes(Duration.ofSeconds(5), Duration.ofHours(-1));
    assertThat(told).hasValue(1);

    passes(Duration.ofSeconds(5), Duration.ofSeconds(5));
    assertThat(told).hasValue(1);
  }

  @Test
  void saysNothingOfOneThatIsPutForwardOrSlewed() {
    passes(Duration.ofSeconds(5), Duration.ofHours(1));
    for (int i = 0; i < 10; i++) {
      passes(Duration.ofSeconds(5), Duration.ofSeconds(4));
    }

    assertThat(told).hasValue(0);
  }

  @Test
  void aPauseOfTheProcessIsNone() {
    passes(Duration.ofHours(1), Duration.ofHours(1));

    assertThat(told).hasValue(0);
  }

  private void passes(Duration really, Duration byTheClock) {
    nanos.addAndGet(really.toNanos());
    clock.set(clock.instant().plus(byTheClock));
    watch.look();
  }
}
