package io.patternedapp.cli.process;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Waits for an operation that may take minutes, and reports the elapsed time every 10 seconds. */
public final class PollingWait {

  private static final Duration REPORT_INTERVAL = Duration.ofSeconds(10);

  private final String activity;
  private final Duration timeout;
  private final ProgressListener progress;
  private final LongSupplier nanoTime;

  /**
   * @param activity the name of the operation, which starts each progress line
   * @param limit the timeout
   */
  public PollingWait(String activity, Duration limit, ProgressListener progress) {
    this(activity, limit, progress, System::nanoTime);
  }

  PollingWait(String activity, Duration limit, ProgressListener progress, LongSupplier nanoTime) {
    this.activity = activity;
    this.timeout = limit;
    this.progress = progress;
    this.nanoTime = nanoTime;
  }

  /** One wait with a timeout, such as {@code process::waitFor} or {@code latch::await}. */
  @FunctionalInterface
  public interface Attempt {
    /**
     * @return whether the operation has finished
     */
    boolean await(long atMost, TimeUnit unit) throws IOException, InterruptedException;
  }

  /**
   * Repeats the attempt until it succeeds or the timeout expires. An attempt may return early.
   *
   * @return whether the attempt succeeded
   */
  public boolean until(Attempt attempt) throws IOException, InterruptedException {
    long start = nanoTime.getAsLong();
    long nextLine = REPORT_INTERVAL.toNanos();
    long elapsed = 0;
    while (elapsed < timeout.toNanos()) {
      if (attempt.await(Math.min(nextLine, timeout.toNanos()) - elapsed, TimeUnit.NANOSECONDS)) {
        return true;
      }
      elapsed = nanoTime.getAsLong() - start;
      if (elapsed >= nextLine) {
        progress.onProgress(activity + ": " + TimeUnit.NANOSECONDS.toSeconds(elapsed) + " s");
        nextLine = elapsed + REPORT_INTERVAL.toNanos();
      }
    }
    return false;
  }
}
