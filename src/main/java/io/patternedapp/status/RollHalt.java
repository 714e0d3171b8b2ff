package io.patternedapp.status;

/**
 * Why a roll does not go on.
 *
 * @param reason {@link #PAUSED} or {@link #PROGRESS_DEADLINE_EXCEEDED}
 * @param message what it means, as a sentence
 */
public record RollHalt(String reason, String message) {

  /** The app says so. */
  public static final String PAUSED = "Paused";

  /** A changed Pod does not get Ready. */
  public static final String PROGRESS_DEADLINE_EXCEEDED = "ProgressDeadlineExceeded";

  /** Whether waiting does not help. */
  boolean isLasting() {
    return reason.equals(PROGRESS_DEADLINE_EXCEEDED);
  }
}
