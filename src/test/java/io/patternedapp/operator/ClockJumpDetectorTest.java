package io.patternedapp.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternedapp.MutableClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClockJumpDetectorTest {

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger reportedJumps = new AtomicInteger();
  private final MutableClock clock = new MutableClock("2026-11-24T03:00:00Z");

  private final ClockJumpDetector detector =
      new ClockJumpDetector(clock, nanos::get, reportedJumps::incrementAndGet);

  @Test
  void clockSetBackIsReportedOnce() {
    advance(Duration.ofSeconds(5), Duration.ofSeconds(5));
    assertThat(reportedJumps).hasValue(0);

    advance(Duration.ofSeconds(5), Duration.ofHours(-1));
    assertThat(reportedJumps).hasValue(1);

    advance(Duration.ofSeconds(5), Duration.ofSeconds(5));
    assertThat(reportedJumps).hasValue(1);
  }

  @Test
  void clockSetForwardOrSlewedIsNotReported() {
    advance(Duration.ofSeconds(5), Duration.ofHours(1));
    for (int i = 0; i < 10; i++) {
      advance(Duration.ofSeconds(5), Duration.ofSeconds(4));
    }

    assertThat(reportedJumps).hasValue(0);
  }

  @Test
  void processPauseIsNotReportedAsClockJump() {
    advance(Duration.ofHours(1), Duration.ofHours(1));

    assertThat(reportedJumps).hasValue(0);
  }

  private void advance(Duration elapsed, Duration wallClockChange) {
    nanos.addAndGet(elapsed.toNanos());
    clock.set(clock.instant().plus(wallClockChange));
    detector.check();
  }
}
