package io.patternedapp.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds and runs optional executables that arms need. */
final class Executables {

  private Executables() {}

  /** Finds an executable in KUBEBUILDER_ASSETS, or else in PATH. */
  static Optional<Path> find(String name) {
    var assets = System.getenv().getOrDefault("KUBEBUILDER_ASSETS", "");
    return Stream.concat(
            Stream.of(assets), Stream.of(System.getenv("PATH").split(File.pathSeparator)))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Runs a shell command and waits for it to exit. */
  static void runShell(String command, String input) {
    try {
      var process =
          new ProcessBuilder("sh", "-c", command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (var in = process.outputWriter()) {
        in.write(input);
      }
      if (process.waitFor() != 0) {
        throw new IllegalStateException("command failed: " + command);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
