package io.patternedapp.cli.controlplane.binaries;

/** One source has no programs to give. */
final class SourceUnavailableException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String remedy;

  /**
   * @param reason why; a sentence without a full stop
   * @param remedy what the user can do about it; likewise
   */
  SourceUnavailableException(String reason, String remedy) {
    super(reason);
    this.remedy = remedy;
  }

  String remedy() {
    return remedy;
  }
}
