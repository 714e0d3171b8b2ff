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
final class ClockWatch implements AutoCloseable {

  private static final Duration EVERY = Duration.ofSeconds(5);

  /** A clock that is put right in small steps delays nothing for long. */
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  private final Clock clock;
  private final LongSupplier nanoTime;
  private final Runnable onSetBack;
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(ClockWatch::thread);
  private Duration before;

  ClockWatch(Clock clock, LongSupplier nanoTime, Runnable onSetBack) {
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.onSetBack = onSetBack;
    this.before = ahead();
  }

  /**
   * Looks at the clock every few seconds from now on.
   *
   * @param onSetBack has all looked at again
   */
  static ClockWatch start(Clock clock, Runnable onSetBack) {
    var watch = new ClockWatch(clock, System::nanoTime, onSetBack);
    watch.looks.scheduleWithFixedDelay(
        watch::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    return watch;
  }

  void look() {
    var now = ahead();
    var setBack = before.minus(now);
    before = now;
    if (setBack.compareTo(TOLERANCE) > 0) {
      onSetBack.run();
    }
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }

  /** By how much the clock is ahead of one that nobody sets. */
  private Duration ahead() {
    var epoch = clock.instant();
    return Duration.ofSeconds(epoch.getEpochSecond(), epoch.getNano())
        .minusNanos(nanoTime.getAsLong());
  }

  private static Thread thread(Runnable task) {
    var thread = new Thread(task, "clock");
    thread.setDaemon(true);
    return thread;
  }
}
