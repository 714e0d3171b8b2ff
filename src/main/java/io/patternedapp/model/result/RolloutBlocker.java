package io.patternedapp.model.result;

import io.patternedapp.model.condition.Reason;

/**
 * Why a roll does not go on.
 *
 * @param reason {@link Reason#Paused} or {@link Reason#ProgressDeadlineExceeded}
 * @param message what it means, as a sentence
 */
public record RolloutBlocker(Reason reason, String message) {

  /** Whether waiting does not help. */
  public boolean isPermanent() {
    return reason == Reason.ProgressDeadlineExceeded;
  }
}
