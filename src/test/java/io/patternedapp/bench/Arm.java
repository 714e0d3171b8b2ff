package io.patternedapp.bench;

import java.time.Duration;
import java.util.List;

/** A way to get many apps running, and how fast it is. */
interface Arm {

  /** Makes all of these at once; the time that it took, creation included, in nanoseconds. */
  long burst(List<Sample> samples);

  /** The API server of this arm. */
  Server server();

  /** CPU time of what does the work, where that is a process of its own; else zero. */
  default Duration cpu() {
    return Duration.ZERO;
  }

  /** How often it has looked at an app, where it tells; else zero. */
  default double reconciles() {
    return 0;
  }

  /** Forgets the apps that were made. */
  void clear();

  /** Apps in a second. */
  default double rate(List<Sample> samples) {
    var nanos = burst(samples);
    return samples.size() * 1e9 / nanos;
  }
}
