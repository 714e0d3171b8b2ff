package io.patternedapp.cli.controlplane;

/** Told, one line of text at a time, what is under way; may be called from any thread. */
@FunctionalInterface
public interface Progress {

  /**
   * Takes the next line.
   *
   * @param text one line, without a line break
   */
  void line(String text);

  /** A progress that nobody reads. */
  static Progress silent() {
    return text -> {};
  }
}
