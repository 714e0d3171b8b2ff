package io.patternedapp.apply;

/** The kinds of changes to children. The names are public: they are the reasons of Events. */
public enum ChangeKind {
  /** A child was created. */
  Created(false),
  /** A child was updated after a change of the app. */
  Synced(false),
  /** A child was deleted because the app no longer needs it. */
  Removed(false),
  /** A rollout started, or an object is replaced to change it. */
  Updating(true),
  /** Drift was corrected: someone else had changed the child. */
  Repaired(true),
  /** A Pod that had finished was replaced. */
  Replaced(true),
  /** The app took an object over that its owner had marked for adoption. */
  Adopted(true);

  private final boolean event;

  ChangeKind(boolean event) {
    this.event = event;
  }

  /**
   * Returns whether the change is emitted as an Event. The others follow from the app itself and go
   * to the log only.
   */
  public boolean isEvent() {
    return event;
  }
}
