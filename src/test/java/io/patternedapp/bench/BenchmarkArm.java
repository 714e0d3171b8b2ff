package io.patternedapp.bench;

import java.time.Duration;
import java.util.List;

/** A way to get many apps running, and how fast it is. */
interface BenchmarkArm {

  /** Makes all of these at once; the time that it took, creation included, in nanoseconds. */
  long burst(List<SampleApp> samples);

  /** The API server of this arm. */
  BenchmarkServer server();

  /** CPU time of what does the work, where that is a process of its own; else zero. */
  default Duration cpuTime() {
    return Duration.ZERO;
  }

  /** How often it has looked at an app, where it tells; else zero. */
  default double reconcileCount() {
    return 0;
  }

  /** Forgets the apps that were made. */
  void deleteApps();

  /** Apps in a second. */
  default double burstRate(List<SampleApp> samples) {
    var nanos = burst(samples);
    return samples.size() * 1e9 / nanos;
  }
}
