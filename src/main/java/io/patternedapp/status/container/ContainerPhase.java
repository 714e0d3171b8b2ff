package io.patternedapp.status.container;

/** The state of a container, worst first. */
public enum ContainerPhase {
  /** It ended with an error, or keeps ending with one. */
  FAILED("Failed"),
  /** Something keeps it from starting. */
  WAITING("Waiting"),
  /** It ended well: what an init container should do, and no other. */
  COMPLETED("Completed"),
  /** It has not started yet, for no bad reason. */
  PENDING("Pending"),
  /** It runs. */
  RUNNING("Running");

  private final String label;

  ContainerPhase(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }
}
