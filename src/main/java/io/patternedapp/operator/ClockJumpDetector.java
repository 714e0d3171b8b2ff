package io.patternedapp.operator;

import io.patternedapp.operator.concurrent.BackgroundScheduler;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects that the wall clock was set back, by comparing it with the monotonic clock. A forward
 * jump only makes timers fire early, which does no harm.
 */
// Workaround: JOSDK's TimerEventSource schedules retries and requeues on a java.util.Timer, which
// follows the wall clock; cost without: a clock set back by an hour delays each pending requeue by
// an hour; remove when JOSDK uses a ScheduledExecutorService (operator-framework/java-operator-sdk
// PR 3620). See docs/adr/0013-clock-jumps.md.
final class ClockJumpDetector {

  private static final Logger LOG = LoggerFactory.getLogger(ClockJumpDetector.class);

  private static final Duration INTERVAL = Duration.ofSeconds(5);

  /** A clock that is slewed in small steps does not delay timers noticeably. */
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  private final Clock clock;
  private final LongSupplier nanoTime;
  private final Runnable onSetBack;
  private Duration lastOffset;

  /**
   * @param nanoTime the monotonic clock
   * @param onSetBack called when the wall clock was set back
   */
  ClockJumpDetector(Clock clock, LongSupplier nanoTime, Runnable onSetBack) {
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.onSetBack = onSetBack;
    this.lastOffset = wallClockOffset();
  }

  /** Checks the clock every five seconds until the returned task is canceled. */
  ScheduledFuture<?> start(BackgroundScheduler scheduler) {
    return scheduler.scheduleWithFixedDelay("check clock", this::check, INTERVAL);
  }

  void check() {
    var offset = wallClockOffset();
    var setBack = lastOffset.minus(offset);
    lastOffset = offset;
    if (setBack.compareTo(TOLERANCE) > 0) {
      LOG.debug("The wall clock was set back by {} s: resyncing all apps", setBack.toSeconds());
      onSetBack.run();
    }
  }

  /** Returns the difference between the wall clock and the monotonic clock. */
  private Duration wallClockOffset() {
    var epoch = clock.instant();
    return Duration.ofSeconds(epoch.getEpochSecond(), epoch.getNano())
        .minusNanos(nanoTime.getAsLong());
  }
}
