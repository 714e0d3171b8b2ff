package io.patternedapp.validate.problem;

/** How bad a problem is. */
public enum Severity {
  /** The app is not applied; what runs stays as it is. */
  ERROR,
  /** The app is applied; what is written is probably not what is meant. */
  WARNING
}
