package io.patternedapp.operator;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Notices when the clock of the machine was set back. The timers of the SDK go by that clock: what
 * was to be tried again, or looked at, in a minute would then come that much later.
 */
final class ClockJumpDetector implements AutoCloseable {

  private static final Duration INTERVAL = Duration.ofSeconds(5);

  /** A clock that is put right in small steps delays nothing for long. */
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  private final Clock clock;
  private final LongSupplier nanoTime;
  private final Runnable onSetBack;
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(ClockJumpDetector::newThread);
  private Duration lastOffset;

  ClockJumpDetector(Clock clock, LongSupplier nanoTime, Runnable onSetBack) {
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.onSetBack = onSetBack;
    this.lastOffset = wallClockOffset();
  }

  /**
   * Looks at the clock every few seconds from now on.
   *
   * @param onSetBack has all looked at again
   */
  static ClockJumpDetector start(Clock clock, Runnable onSetBack) {
    var detector = new ClockJumpDetector(clock, System::nanoTime, onSetBack);
    detector.scheduler.scheduleWithFixedDelay(
        detector::check, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    return detector;
  }

  void check() {
    var offset = wallClockOffset();
    var setBack = lastOffset.minus(offset);
    lastOffset = offset;
    if (setBack.compareTo(TOLERANCE) > 0) {
      onSetBack.run();
    }
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
  }

  /** By how much the clock is ahead of one that nobody sets. */
  private Duration wallClockOffset() {
    var epoch = clock.instant();
    return Duration.ofSeconds(epoch.getEpochSecond(), epoch.getNano())
        .minusNanos(nanoTime.getAsLong());
  }

  private static Thread newThread(Runnable task) {
    var thread = new Thread(task, "clock");
    thread.setDaemon(true);
    return thread;
  }
}
