package io.patternedapp.bench;

import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The result of one burst of an arm.
 *
 * @param appsPerSecond the rate in apps per second
 * @param serverCpuMillis the CPU time of the API server per app, in ms
 * @param armCpuMillis the CPU time of the arm's process per app, in ms
 * @param reconcilesPerApp the number of reconciliations per app
 */
record BurstResult(
    double appsPerSecond, double serverCpuMillis, double armCpuMillis, double reconcilesPerApp) {

  static BurstResult measure(BenchmarkArm arm, List<SampleApp> samples) {
    var serverCpuBefore = arm.server().cpuTime();
    var armCpuBefore = arm.cpuTime();
    var reconcilesBefore = arm.reconcileCount();
    var rate = arm.burstRate(samples);
    return new BurstResult(
        rate,
        millis(arm.server().cpuTime().minus(serverCpuBefore)) / samples.size(),
        millis(arm.cpuTime().minus(armCpuBefore)) / samples.size(),
        (arm.reconcileCount() - reconcilesBefore) / samples.size());
  }

  static double median(List<BurstResult> runs, ToDoubleFunction<BurstResult> figure) {
    return Statistics.median(values(runs, figure));
  }

  static List<Double> values(List<BurstResult> runs, ToDoubleFunction<BurstResult> figure) {
    return runs.stream().map(figure::applyAsDouble).toList();
  }

  private static double millis(Duration time) {
    return time.toNanos() / 1e6;
  }
}
