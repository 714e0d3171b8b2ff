package io.patternedapp.operator.cache;

import io.fabric8.kubernetes.api.model.Condition;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.model.ConditionTypes;
import java.util.List;

/**
 * The statuses of an app's conditions, for metrics.
 *
 * @param statuses of {@link ConditionTypes#ALL}, in that order
 */
public record AppConditionStatuses(List<String> statuses) {

  public static final List<String> STATUSES = List.of("True", "False", "Unknown");

  private static final String UNKNOWN = "Unknown";

  /** Returns the statuses of an app; Unknown for a condition that the app does not have. */
  public static AppConditionStatuses forApp(PatternedApp app) {
    return new AppConditionStatuses(
        ConditionTypes.ALL.stream().map(type -> status(app, type)).toList());
  }

  private static String status(PatternedApp app, String type) {
    var status = app.getStatus();
    return status == null
        ? UNKNOWN
        : status
            .condition(type)
            .map(Condition::getStatus)
            .filter(STATUSES::contains)
            .orElse(UNKNOWN);
  }
}
