package io.patternedapp.operator.metrics;

import java.util.Locale;

/** How a reconcile ended. */
public enum ReconcileOutcome {
  /** Nothing is left to do, for now. */
  SUCCESS,
  /** The API server or the owner of an object refused something; the app's status says what. */
  NOT_APPLIED,
  /** Something changed meanwhile; the next attempt decides on the new state. */
  CONFLICT,
  /** The API server could not be asked, or did not answer as it should. */
  API_ERROR,
  /** A fault of the operator. */
  ERROR;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
