package io.patternedapp.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs that arms need and that may be missing. */
final class Executables {

  private Executables() {}

  /** One beside the control plane's own, or else of the PATH. */
  static Optional<Path> find(String name) {
    var assets = System.getenv().getOrDefault("KUBEBUILDER_ASSETS", "");
    return Stream.concat(
            Stream.of(assets), Stream.of(System.getenv("PATH").split(File.pathSeparator)))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Runs a shell command to its end. */
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
        throw new IllegalStateException("failed: " + command);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
