package io.patternedapp.model.result;

import io.patternedapp.model.condition.Reason;

/**
 * Why a rollout does not continue.
 *
 * @param reason {@link Reason#Paused} or {@link Reason#ProgressDeadlineExceeded}
 * @param message the cause and the fix, as a sentence
 */
public record RolloutBlocker(Reason reason, String message) {

  /** Whether retries cannot continue the rollout, so that a user must act. */
  public boolean isPermanent() {
    return reason == Reason.ProgressDeadlineExceeded;
  }
}
