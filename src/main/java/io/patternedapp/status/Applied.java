package io.patternedapp.status;

import io.patternedapp.api.LastUpdate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What applying the children gave.
 *
 * @param problems children that are not as wanted; empty when all are
 * @param podsCurrent whether every Pod of workload kind Pod is on the wanted template
 * @param lastUpdate what was just done to the Pods and why; null when nothing was
 * @param waitingFor what the next step waits for, as a sentence; null when for nothing
 */
public record Applied(
    List<ChildProblem> problems,
    boolean podsCurrent,
    @Nullable LastUpdate lastUpdate,
    @Nullable String waitingFor) {

  public Applied {
    problems = List.copyOf(problems);
  }
}
