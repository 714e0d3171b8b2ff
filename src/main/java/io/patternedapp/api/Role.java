package io.patternedapp.api;

/** The part that a container plays in an app. */
public enum Role {
  MAIN("main"),
  INIT("init"),
  SIDECAR("sidecar"),
  AMBASSADOR("ambassador"),
  ADAPTER("adapter");

  private final String label;

  Role(String label) {
    this.label = label;
  }

  /** The word for it in status and messages, such as {@code sidecar}. */
  public String label() {
    return label;
  }
}
