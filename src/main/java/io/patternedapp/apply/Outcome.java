package io.patternedapp.apply;

import io.patternedapp.status.Applied;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of applying an app's children.
 *
 * @param applied what the status is made of
 * @param changes what was written, for Events
 * @param recheck when to look again although nothing happens; null when events suffice
 */
public record Outcome(Applied applied, List<Change> changes, @Nullable Duration recheck) {

  /** Whether something is not as wanted because the API server or an owner refused it. */
  public boolean failed() {
    return !applied.problems().isEmpty();
  }
}
