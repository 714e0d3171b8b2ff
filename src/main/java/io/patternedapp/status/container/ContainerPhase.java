package io.patternedapp.status.container;

/** State of a container, ordered from worst to best. */
public enum ContainerPhase {
  /** The container exited with an error, or keeps doing so. */
  FAILED("Failed"),
  /** The container cannot start. */
  WAITING("Waiting"),
  /** The container exited with code 0, which is expected of init containers only. */
  COMPLETED("Completed"),
  /** The container has not started yet, without a known failure. */
  PENDING("Pending"),
  /** The container is running. */
  RUNNING("Running");

  private final String label;

  ContainerPhase(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }
}
