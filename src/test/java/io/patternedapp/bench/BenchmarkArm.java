package io.patternedapp.bench;

import java.time.Duration;
import java.util.List;

/** A way to create the children of many apps, and its throughput. */
interface BenchmarkArm {

  /** Creates all of the apps at once and returns the elapsed nanoseconds, including creation. */
  long burst(List<SampleApp> samples);

  /** Returns the API server of this arm. */
  BenchmarkServer server();

  /** Returns the CPU time of the process that does the work; zero if it has no separate process. */
  default Duration cpuTime() {
    return Duration.ZERO;
  }

  /** Returns the number of reconciliations so far; zero if the arm does not count them. */
  default double reconcileCount() {
    return 0;
  }

  /** Deletes all apps and their children. */
  void deleteApps();

  /** Runs a burst and returns its rate in apps per second. */
  default double burstRate(List<SampleApp> samples) {
    var nanos = burst(samples);
    return samples.size() * 1e9 / nanos;
  }
}
