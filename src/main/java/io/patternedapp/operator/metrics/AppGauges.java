package io.patternedapp.operator.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.patternedapp.model.ConditionTypes;
import io.patternedapp.operator.cache.AppConditionStatuses;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Gauges for the number of apps in the cache, in total and by condition status. */
final class AppGauges {

  private record ConditionTags(String condition, String status) {}

  private final MultiGauge apps;
  private final MultiGauge conditions;

  AppGauges(MeterRegistry registry) {
    apps = MultiGauge.builder("patternedapp.apps").description("Apps").register(registry);
    conditions =
        MultiGauge.builder("patternedapp.apps.by.condition")
            .description("Apps by the status of a condition; Unknown also where it is missing")
            .register(registry);
  }

  /** Recounts the apps. */
  void update(Stream<AppConditionStatuses> all) {
    var counts = new LinkedHashMap<ConditionTags, Integer>();
    ConditionTypes.ALL.forEach(
        condition ->
            AppConditionStatuses.STATUSES.forEach(
                status -> counts.put(new ConditionTags(condition, status), 0)));
    var total = new int[1];
    all.forEach(
        app -> {
          total[0]++;
          for (int i = 0; i < app.statuses().size(); i++) {
            var state = new ConditionTags(ConditionTypes.ALL.get(i), app.statuses().get(i));
            counts.merge(state, 1, Integer::sum);
          }
        });
    apps.register(List.of(MultiGauge.Row.of(Tags.empty(), total[0])), true);
    conditions.register(rows(counts), true);
  }

  private static List<MultiGauge.Row<?>> rows(Map<ConditionTags, Integer> counts) {
    var rows = new ArrayList<MultiGauge.Row<?>>();
    counts.forEach(
        (state, count) ->
            rows.add(
                MultiGauge.Row.of(
                    Tags.of("condition", state.condition(), "status", state.status()), count)));
    return rows;
  }
}
