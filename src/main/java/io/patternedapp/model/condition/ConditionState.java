package io.patternedapp.model.condition;

/**
 * Status, reason and message of a condition, without timestamps and generation.
 *
 * @param status True, False or Unknown
 * @param reason machine-readable reason
 * @param message human-readable message
 */
public record ConditionState(String status, Reason reason, String message) {

  public static final String TRUE = "True";
  public static final String FALSE = "False";
  static final String UNKNOWN = "Unknown";

  public static ConditionState ofTrue(Reason reason, String message) {
    return new ConditionState(TRUE, reason, message);
  }

  public static ConditionState ofFalse(Reason reason, String message) {
    return new ConditionState(FALSE, reason, message);
  }

  public static ConditionState ofUnknown(Reason reason, String message) {
    return new ConditionState(UNKNOWN, reason, message);
  }

  public boolean isTrue() {
    return status.equals(TRUE);
  }

  public boolean isFalse() {
    return status.equals(FALSE);
  }
}
