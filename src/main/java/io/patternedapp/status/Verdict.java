package io.patternedapp.status;

/**
 * A condition without its times.
 *
 * @param status True, False or Unknown
 * @param reason a word for machines
 * @param message a sentence for a person
 */
record Verdict(String status, Reason reason, String message) {

  static final String TRUE = "True";
  static final String FALSE = "False";
  static final String UNKNOWN = "Unknown";

  static Verdict yes(Reason reason, String message) {
    return new Verdict(TRUE, reason, message);
  }

  static Verdict no(Reason reason, String message) {
    return new Verdict(FALSE, reason, message);
  }

  static Verdict unknown(Reason reason, String message) {
    return new Verdict(UNKNOWN, reason, message);
  }

  boolean isTrue() {
    return status.equals(TRUE);
  }

  boolean isFalse() {
    return status.equals(FALSE);
  }
}
