package io.patternedapp.model.result;

import io.patternedapp.api.status.LastUpdate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Result of an apply, as the status reports it.
 *
 * @param problems children that are out of sync; empty if all are in sync
 * @param podsCurrent whether every Pod of workload kind Pod has the current template
 * @param lastUpdate the update of the Pods in this apply and its cause; null if there was none
 * @param waitingFor what the next step waits for, as a sentence; null if nothing is pending
 * @param rolloutBlocker why a rollout does not continue; null if it does, or if there is none
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

  /** Creates a summary without a blocked rollout. */
  public ApplySummary(
      List<ChildProblem> problems,
      boolean podsCurrent,
      @Nullable LastUpdate lastUpdate,
      @Nullable String waitingFor) {
    this(problems, podsCurrent, lastUpdate, waitingFor, null);
  }
}
