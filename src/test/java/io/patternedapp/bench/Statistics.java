package io.patternedapp.bench;

import java.util.List;
import java.util.function.Function;

/** Aggregates the results of repeats. */
final class Statistics {

  private Statistics() {}

  static double median(List<Double> values) {
    return percentile(values, 50);
  }

  /** Returns the percentile by the nearest-rank method. */
  static double percentile(List<Double> values, int percent) {
    var sorted = values.stream().sorted().toList();
    return sorted.get(Math.max(0, (int) Math.ceil(sorted.size() * percent / 100.0) - 1));
  }

  /** Formats the median with the minimum and maximum. */
  static String formatRange(List<Double> values, Function<Double, String> text) {
    return "%s (%s to %s)"
        .formatted(
            text.apply(median(values)),
            text.apply(percentile(values, 0)),
            text.apply(percentile(values, 100)));
  }

  static String format(double value) {
    return value >= 100 ? "%.0f".formatted(value) : "%.1f".formatted(value);
  }
}
