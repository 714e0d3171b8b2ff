package io.patternedapp.model.result;

import io.patternedapp.model.condition.Reason;
import java.util.EnumSet;
import java.util.Set;

/**
 * A child that could not be created or changed.
 *
 * @param child its kind and name, such as {@code Service/web}
 * @param reason the cause
 * @param message the message of the API server
 */
public record ChildProblem(String child, Reason reason, String message) {

  private static final Set<Reason> PERMANENT_REASONS =
      EnumSet.of(
          Reason.NameConflict, Reason.Invalid, Reason.JobImmutable, Reason.StatefulSetImmutable);

  /** Whether retries cannot fix the problem, so that a user must act. */
  public boolean isPermanent() {
    return PERMANENT_REASONS.contains(reason);
  }
}
