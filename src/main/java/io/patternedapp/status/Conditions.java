package io.patternedapp.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.patternedapp.api.PatternedAppStatus;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns verdicts into conditions, which keep their transition time until their status changes. */
final class Conditions {

  static final String ACCEPTED = "Accepted";
  static final String APPLIED = "Applied";
  static final String READY = "Ready";
  static final String STALLED = "Stalled";

  /** The bound of metav1.Condition. */
  private static final int MAX_MESSAGE = 32768;

  private final List<Condition> conditions = new ArrayList<>();
  private final @Nullable PatternedAppStatus old;
  private final @Nullable Long generation;
  private final Clock clock;

  Conditions(@Nullable PatternedAppStatus old, @Nullable Long generation, Clock clock) {
    this.old = old;
    this.generation = generation;
    this.clock = clock;
  }

  Conditions add(String type, Verdict verdict) {
    conditions.add(
        new ConditionBuilder()
            .withType(type)
            .withStatus(verdict.status())
            .withReason(verdict.reason().name())
            .withMessage(Words.cut(verdict.message(), MAX_MESSAGE))
            .withObservedGeneration(generation)
            .withLastTransitionTime(since(type, verdict.status()))
            .build());
    return this;
  }

  List<Condition> list() {
    return List.copyOf(conditions);
  }

  private String since(String type, String status) {
    if (old != null) {
      var before = old.condition(type).filter(c -> status.equals(c.getStatus()));
      if (before.isPresent() && before.get().getLastTransitionTime() != null) {
        return before.get().getLastTransitionTime();
      }
    }
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
