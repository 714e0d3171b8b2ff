package io.patternedapp.operator.client;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * How often the other side of a WebSocket is asked whether it is there, and the thread that asks.
 *
 * @param interval the time between two pings
 * @param executor runs them
 */
record PingScheduler(Duration interval, ScheduledExecutorService executor) {

  private static final int MISSED_PINGS = 2;

  static PingScheduler withInterval(Duration interval) {
    var executor = new ScheduledThreadPoolExecutor(1, PingScheduler::newThread);
    executor.setRemoveOnCancelPolicy(true);
    return new PingScheduler(interval, executor);
  }

  ScheduledFuture<?> schedule(Runnable ping) {
    return executor.scheduleWithFixedDelay(
        ping, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whether someone who is there would have answered by now. */
  boolean isTimedOut(Duration silence) {
    return silence.compareTo(interval.multipliedBy(MISSED_PINGS)) >= 0;
  }

  private static Thread newThread(Runnable task) {
    var thread = new Thread(task, "watch-pings");
    thread.setDaemon(true);
    return thread;
  }
}
