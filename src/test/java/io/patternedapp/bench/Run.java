package io.patternedapp.bench;

import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one burst of an arm came to.
 *
 * @param rate apps in a second
 * @param serverCpu CPU time of the API server for an app, in ms
 * @param cpu CPU time of the arm's own process for an app, in ms
 * @param reconciles how often the arm looked at an app
 */
record Run(double rate, double serverCpu, double cpu, double reconciles) {

  static Run of(Arm arm, List<Sample> samples) {
    var server = arm.server().cpu();
    var own = arm.cpu();
    var looks = arm.reconciles();
    var rate = arm.rate(samples);
    return new Run(
        rate,
        millis(arm.server().cpu().minus(server)) / samples.size(),
        millis(arm.cpu().minus(own)) / samples.size(),
        (arm.reconciles() - looks) / samples.size());
  }

  static double median(List<Run> runs, ToDoubleFunction<Run> figure) {
    return Numbers.median(all(runs, figure));
  }

  static List<Double> all(List<Run> runs, ToDoubleFunction<Run> figure) {
    return runs.stream().map(figure::applyAsDouble).toList();
  }

  private static double millis(Duration time) {
    return time.toNanos() / 1e6;
  }
}
