package io.patternedapp.bench;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waiting where the benchmark itself has nothing to do. */
final class Waits {

  private Waits() {}

  static void briefly() {
    LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
  }

  static void until(long nanoTime) {
    while (System.nanoTime() < nanoTime) {
      LockSupport.parkNanos(nanoTime - System.nanoTime());
    }
  }

  static void lasting(Duration time) {
    until(System.nanoTime() + time.toNanos());
  }
}
