package io.patternedapp.cli.controlplane.binaries;

/** Thrown when one source cannot provide the executables. */
final class SourceUnavailableException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String remedy;

  /**
   * Creates an exception.
   *
   * @param reason the reason, a sentence without a full stop
   * @param remedy the action that fixes the problem, a sentence without a full stop
   */
  SourceUnavailableException(String reason, String remedy) {
    super(reason);
    this.remedy = remedy;
  }

  String remedy() {
    return remedy;
  }
}
