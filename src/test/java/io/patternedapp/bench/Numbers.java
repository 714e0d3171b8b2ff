package io.patternedapp.bench;

import java.util.List;

/** Sums up repeats. */
final class Numbers {

  private Numbers() {}

  static double median(List<Double> values) {
    return percentile(values, 50);
  }

  /** The smallest value that so many per cent of the values do not pass. */
  static double percentile(List<Double> values, int percent) {
    var sorted = values.stream().sorted().toList();
    return sorted.get(Math.max(0, (int) Math.ceil(sorted.size() * percent / 100.0) - 1));
  }

  static String text(double value) {
    return value >= 100 ? "%.0f".formatted(value) : "%.1f".formatted(value);
  }
}
