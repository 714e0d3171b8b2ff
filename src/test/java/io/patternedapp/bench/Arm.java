package io.patternedapp.bench;

import java.util.List;

/** A way to get many apps running, and how fast it is. */
interface Arm {

  /** Makes all of these at once; the time that it took, creation included, in nanoseconds. */
  long burst(List<Sample> samples);

  /** Forgets the apps that were made. */
  void clear();

  /** Apps in a second. */
  default double rate(List<Sample> samples) {
    var nanos = burst(samples);
    return samples.size() * 1e9 / nanos;
  }
}
