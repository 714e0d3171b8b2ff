package io.patternedapp.model.condition;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.patternedapp.api.PatternedAppStatus;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds the conditions of a status. A condition keeps its transition time until its status
 * changes.
 */
public final class ConditionsBuilder {

  /** Maximum length of {@code message} in metav1.Condition. */
  private static final int MAX_MESSAGE_LENGTH = 32768;

  private final List<Condition> conditions = new ArrayList<>();
  private final @Nullable PatternedAppStatus previous;
  private final @Nullable Long generation;
  private final Clock clock;

  public ConditionsBuilder(
      @Nullable PatternedAppStatus previous, @Nullable Long generation, Clock clock) {
    this.previous = previous;
    this.generation = generation;
    this.clock = clock;
  }

  public ConditionsBuilder add(String type, ConditionState state) {
    conditions.add(
        new ConditionBuilder()
            .withType(type)
            .withStatus(state.status())
            .withReason(state.reason().name())
            .withMessage(MessageNormalizer.truncate(state.message(), MAX_MESSAGE_LENGTH))
            .withObservedGeneration(generation)
            .withLastTransitionTime(transitionTime(type, state.status()))
            .build());
    return this;
  }

  public List<Condition> toList() {
    return List.copyOf(conditions);
  }

  private String transitionTime(String type, String status) {
    if (previous != null) {
      var before = previous.condition(type).filter(c -> status.equals(c.getStatus()));
      if (before.isPresent() && before.get().getLastTransitionTime() != null) {
        return before.get().getLastTransitionTime();
      }
    }
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
