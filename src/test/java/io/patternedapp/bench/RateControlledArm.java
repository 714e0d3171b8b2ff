package io.patternedapp.bench;

import java.util.List;

/** An arm that can also create apps at a constant rate. */
interface RateControlledArm extends BenchmarkArm {

  /**
   * Creates apps at the given rate per second. Returns the latency of each app: the ms from the
   * response to its creation until its last child arrives.
   */
  List<Double> measureLatencies(List<SampleApp> samples, double rate);
}
