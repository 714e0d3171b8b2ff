package io.patternedapp.apply;

import io.patternedapp.model.result.AppliedChange;
import io.patternedapp.model.result.ApplySummary;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of applying an app's children.
 *
 * @param summary what the status is made of
 * @param changes what was written, for Events
 * @param requeueAfter when to look again although nothing happens; null when events suffice
 */
public record ApplyResult(
    ApplySummary summary, List<AppliedChange> changes, @Nullable Duration requeueAfter) {

  /** Whether something is not as wanted because the API server or an owner refused it. */
  public boolean hasErrors() {
    return !summary.problems().isEmpty();
  }
}
