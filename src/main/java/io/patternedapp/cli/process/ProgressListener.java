package io.patternedapp.cli.process;

/** Told, one line of text at a time, what is under way; may be called from any thread. */
@FunctionalInterface
public interface ProgressListener {

  /**
   * Takes the next line.
   *
   * @param text one line, without a line break
   */
  void onProgress(String text);

  /** A progress that nobody reads. */
  static ProgressListener noOp() {
    return text -> {};
  }
}
