package io.patternedapp.model.result;

import io.patternedapp.api.status.LastUpdate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What applying the children gave.
 *
 * @param problems children that are not as wanted; empty when all are
 * @param podsCurrent whether every Pod of workload kind Pod is on the wanted template
 * @param lastUpdate what was just done to the Pods and why; null when nothing was
 * @param waitingFor what the next step waits for, as a sentence; null when for nothing
 * @param rolloutBlocker why a roll does not go on; null when it does, or there is none
 */
public record ApplySummary(
    List<ChildProblem> problems,
    boolean podsCurrent,
    @Nullable LastUpdate lastUpdate,
    @Nullable String waitingFor,
    @Nullable RolloutBlocker rolloutBlocker) {

  public ApplySummary {
    problems = List.copyOf(problems);
  }

  /** Nothing keeps a roll from going on. */
  public ApplySummary(
      List<ChildProblem> problems,
      boolean podsCurrent,
      @Nullable LastUpdate lastUpdate,
      @Nullable String waitingFor) {
    this(problems, podsCurrent, lastUpdate, waitingFor, null);
  }
}
