package io.patternedapp.cli.process;

/** Receives progress reports, one line of text each; can be called from any thread. */
@FunctionalInterface
public interface ProgressListener {

  /**
   * Receives the next line.
   *
   * @param text one line, without a line break
   */
  void onProgress(String text);

  /** Returns a listener that ignores all reports. */
  static ProgressListener noOp() {
    return text -> {};
  }
}
