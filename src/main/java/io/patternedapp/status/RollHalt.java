package io.patternedapp.status;

/**
 * Why a roll does not go on.
 *
 * @param reason {@link Reason#Paused} or {@link Reason#ProgressDeadlineExceeded}
 * @param message what it means, as a sentence
 */
public record RollHalt(Reason reason, String message) {

  /** Whether waiting does not help. */
  boolean isLasting() {
    return reason == Reason.ProgressDeadlineExceeded;
  }
}
