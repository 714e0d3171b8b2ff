package io.patternedapp.model;

import java.util.List;

/** Types of the conditions in the status of a PatternedApp. Stable: users wait for them. */
public final class ConditionTypes {

  /** The spec passed validation. */
  public static final String ACCEPTED = "Accepted";

  /** The children match the spec. */
  public static final String APPLIED = "Applied";

  /** The app serves, or has completed. */
  public static final String READY = "Ready";

  /** The app needs a change by a user. Present only while it is True. */
  public static final String STALLED = "Stalled";

  /** All types, in the order of the status. */
  public static final List<String> ALL = List.of(ACCEPTED, APPLIED, READY, STALLED);

  private ConditionTypes() {}
}
