package io.patternedapp.cli.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Help.Ansi;

/** Decides whether the output on standard error is colored. */
public final class AnsiSupport {

  private static final Path STANDARD_ERROR = Path.of("/dev/fd/2");
  private static final Path DEVICE_DIRECTORY = Path.of("/dev");
  private static final Path NULL_DEVICE = Path.of("/dev/null");

  private AnsiSupport() {}

  /**
   * Returns the choice of picocli (which honors NO_COLOR), but no colors if standard error is
   * redirected to a file: picocli checks whether standard output is a terminal, not standard error.
   */
  public static Ansi forStandardError(Ansi chosen) {
    return chosen == Ansi.AUTO && isRedirected(STANDARD_ERROR) ? Ansi.OFF : chosen;
  }

  /** Whether a stream is definitely not a terminal. */
  static boolean isRedirected(Path stream) {
    if (!Files.isDirectory(stream.getParent())) {
      return false;
    }
    try {
      var target = stream.toRealPath();
      return !target.startsWith(DEVICE_DIRECTORY) || target.equals(NULL_DEVICE);
    } catch (IOException e) {
      return true;
    }
  }
}
