package io.patternedapp.model;

/** Role of a container in an app. */
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

  /** Returns the name of the role in status and messages, for example {@code sidecar}. */
  public String displayName() {
    return displayName;
  }
}
