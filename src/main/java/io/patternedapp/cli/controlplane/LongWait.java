package io.patternedapp.cli.controlplane;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Waits for something that may take minutes, and says at regular intervals how long it has. */
final class LongWait {

  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final String activity;
  private final Duration limit;
  private final Progress progress;
  private final LongSupplier nanoTime;

  /**
   * @param activity what is waited for, the start of each line
   * @param limit after which waiting ends
   */
  LongWait(String activity, Duration limit, Progress progress) {
    this(activity, limit, progress, System::nanoTime);
  }

  LongWait(String activity, Duration limit, Progress progress, LongSupplier nanoTime) {
    this.activity = activity;
    this.limit = limit;
    this.progress = progress;
    this.nanoTime = nanoTime;
  }

  /** One wait of bounded length, such as {@code process::waitFor} or {@code latch::await}. */
  @FunctionalInterface
  interface Step {
    /**
     * @return whether what is waited for has come
     */
    boolean await(long atMost, TimeUnit unit) throws IOException, InterruptedException;
  }

  /**
   * Repeats the step until it succeeds or the limit has passed. A step may return early.
   *
   * @return whether it succeeded
   */
  boolean until(Step step) throws IOException, InterruptedException {
    long start = nanoTime.getAsLong();
    long nextLine = INTERVAL.toNanos();
    long elapsed = 0;
    while (elapsed < limit.toNanos()) {
      if (step.await(Math.min(nextLine, limit.toNanos()) - elapsed, TimeUnit.NANOSECONDS)) {
        return true;
      }
      elapsed = nanoTime.getAsLong() - start;
      if (elapsed >= nextLine) {
        progress.line(activity + ": " + TimeUnit.NANOSECONDS.toSeconds(elapsed) + " s");
        nextLine = elapsed + INTERVAL.toNanos();
      }
    }
    return false;
  }
}
