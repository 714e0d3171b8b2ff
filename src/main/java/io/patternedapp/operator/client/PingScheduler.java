package io.patternedapp.operator.client;

import io.patternedapp.operator.concurrent.BackgroundScheduler;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;

/**
 * Schedules WebSocket pings.
 *
 * @param interval the time between two pings
 * @param scheduler runs them
 */
record PingScheduler(Duration interval, BackgroundScheduler scheduler) {

  private static final int MISSED_PINGS = 2;

  ScheduledFuture<?> schedule(Runnable ping) {
    return scheduler.scheduleWithFixedDelay("ping watch", ping, interval);
  }

  /** Checks whether a peer that is alive would have responded to a ping by now. */
  boolean isTimedOut(Duration silence) {
    return silence.compareTo(interval.multipliedBy(MISSED_PINGS)) >= 0;
  }
}
