package io.patternedapp.model.result;

import io.patternedapp.model.condition.Reason;
import java.util.EnumSet;
import java.util.Set;

/**
 * A child that could not be made as wanted.
 *
 * @param child its kind and name, such as {@code Service/web}
 * @param reason what kept it from being made
 * @param message the API server's own words
 */
public record ChildProblem(String child, Reason reason, String message) {

  private static final Set<Reason> PERMANENT_REASONS =
      EnumSet.of(
          Reason.NameConflict, Reason.Invalid, Reason.JobImmutable, Reason.StatefulSetImmutable);

  /** Whether waiting does not mend it: someone has to change something. */
  public boolean isPermanent() {
    return PERMANENT_REASONS.contains(reason);
  }
}
