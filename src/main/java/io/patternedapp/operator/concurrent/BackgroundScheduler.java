package io.patternedapp.operator.concurrent;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the operator's periodic background tasks. Tasks must be short: they share two threads. The
 * delays do not depend on the wall clock.
 */
public final class BackgroundScheduler implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BackgroundScheduler.class);

  /** The second thread keeps pings on time while the first one resyncs thousands of apps. */
  private static final int THREADS = 2;

  private final ScheduledThreadPoolExecutor executor;

  public BackgroundScheduler() {
    executor = new ScheduledThreadPoolExecutor(THREADS, DaemonThreads.named("background"));
    executor.setRemoveOnCancelPolicy(true);
  }

  /**
   * Runs a task periodically, for the first time after one delay. A run that fails is logged and
   * does not end the schedule.
   *
   * @param name of the task, for the log
   * @param delay between the end of one run and the start of the next
   */
  public ScheduledFuture<?> scheduleWithFixedDelay(String name, Runnable task, Duration delay) {
    return executor.scheduleWithFixedDelay(
        () -> runLoggingFailure(name, task),
        delay.toMillis(),
        delay.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  /** Cancels all tasks. */
  @Override
  public void close() {
    executor.shutdownNow();
  }

  private static void runLoggingFailure(String name, Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("Background task \"{}\" failed; it runs again at its next interval", name, e);
    }
  }
}
