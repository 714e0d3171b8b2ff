package io.patternedapp.operator.client;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * How often the other side of a WebSocket is asked whether it is there, and the thread that asks.
 *
 * @param every the time between two pings
 * @param executor runs them
 */
record Pings(Duration every, ScheduledExecutorService executor) {

  private static final int LOST = 2;

  static Pings every(Duration every) {
    var executor = new ScheduledThreadPoolExecutor(1, Pings::thread);
    executor.setRemoveOnCancelPolicy(true);
    return new Pings(every, executor);
  }

  ScheduledFuture<?> start(Runnable ping) {
    return executor.scheduleWithFixedDelay(
        ping, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whether someone who is there would have answered by now. */
  boolean areLost(Duration silence) {
    return silence.compareTo(every.multipliedBy(LOST)) >= 0;
  }

  private static Thread thread(Runnable task) {
    var thread = new Thread(task, "watch-pings");
    thread.setDaemon(true);
    return thread;
  }
}
