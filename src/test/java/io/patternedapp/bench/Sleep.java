package io.patternedapp.bench;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Delays of the benchmark. */
final class Sleep {

  private Sleep() {}

  static void pollInterval() {
    LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
  }

  static void untilNanoTime(long nanoTime) {
    while (System.nanoTime() < nanoTime) {
      LockSupport.parkNanos(nanoTime - System.nanoTime());
    }
  }

  static void forDuration(Duration time) {
    untilNanoTime(System.nanoTime() + time.toNanos());
  }
}
