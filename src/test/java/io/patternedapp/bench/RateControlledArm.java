package io.patternedapp.bench;

import java.util.List;

/** Whoever can also be asked for apps at a steady rate. */
interface RateControlledArm extends BenchmarkArm {

  /**
   * Has so many apps made a second; how long each took from the answer to its creation until its
   * last child was there, in ms.
   */
  List<Double> measureLatencies(List<SampleApp> samples, double rate);
}
