package io.patternedapp.model;

/** The part that a container plays in an app. */
public enum ContainerRole {
  MAIN("main"),
  INIT("init"),
  SIDECAR("sidecar"),
  AMBASSADOR("ambassador"),
  ADAPTER("adapter");

  private final String displayName;

  ContainerRole(String label) {
    this.displayName = label;
  }

  /** The word for it in status and messages, such as {@code sidecar}. */
  public String displayName() {
    return displayName;
  }
}
