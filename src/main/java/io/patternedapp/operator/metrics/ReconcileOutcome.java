package io.patternedapp.operator.metrics;

import java.util.Locale;

/** The outcome of a reconcile. */
public enum ReconcileOutcome {
  /** Everything is in sync, or waits for a known time or event. */
  SUCCESS,
  /** A child could not be applied; the app's status has the reason. */
  NOT_APPLIED,
  /** An object changed during the reconcile; the next attempt uses the new state. */
  CONFLICT,
  /** The API server was unreachable or returned an error. */
  API_ERROR,
  /** An unexpected exception in the operator. */
  ERROR;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
