package io.patternedapp.operator.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.patternedapp.api.PatternedApp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How many apps there are, and in which state, counted out of the cache. */
final class AppGauges {

  private static final List<String> CONDITIONS = List.of("Accepted", "Applied", "Ready", "Stalled");
  private static final List<String> STATUSES = List.of("True", "False", "Unknown");

  private record State(String condition, String status) {}

  private final MultiGauge apps;
  private final MultiGauge conditions;

  AppGauges(MeterRegistry registry) {
    apps = MultiGauge.builder("patternedapp.apps").description("Apps").register(registry);
    conditions =
        MultiGauge.builder("patternedapp.apps.by.condition")
            .description("Apps by the status of a condition; Unknown also where it is missing")
            .register(registry);
  }

  /** Counts anew. */
  void update(Stream<PatternedApp> all) {
    var counts = new LinkedHashMap<State, Integer>();
    CONDITIONS.forEach(
        condition -> STATUSES.forEach(status -> counts.put(new State(condition, status), 0)));
    var total = new int[1];
    all.forEach(
        app -> {
          total[0]++;
          CONDITIONS.forEach(
              condition ->
                  counts.merge(new State(condition, status(app, condition)), 1, Integer::sum));
        });
    apps.register(List.of(MultiGauge.Row.of(Tags.empty(), total[0])), true);
    conditions.register(rows(counts), true);
  }

  private static List<MultiGauge.Row<?>> rows(Map<State, Integer> counts) {
    var rows = new ArrayList<MultiGauge.Row<?>>();
    counts.forEach(
        (state, count) ->
            rows.add(
                MultiGauge.Row.of(
                    Tags.of("condition", state.condition(), "status", state.status()), count)));
    return rows;
  }

  private static String status(PatternedApp app, String type) {
    var status = app.getStatus();
    return status == null
        ? "Unknown"
        : status
            .condition(type)
            .map(condition -> condition.getStatus())
            .filter(STATUSES::contains)
            .orElse("Unknown");
  }
}
