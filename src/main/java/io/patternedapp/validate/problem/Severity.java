package io.patternedapp.validate.problem;

/** Whether the operator applies an app that has the problem. */
public enum Severity {
  /** The operator does not apply the app; child objects stay unchanged. */
  ERROR,
  /** The operator applies the app, but the value is probably a mistake. */
  WARNING
}
