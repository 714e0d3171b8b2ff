package io.patternedapp.cluster;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;

/** Runs the shipped jar in a separate process. */
final class ShippedJar {

  private static final Path FILE = Path.of("target", "patternedapp.jar").toAbsolutePath();
  private static final Duration START_TIMEOUT = Duration.ofSeconds(90);
  private static final long COMMAND_SECONDS = 60;

  /**
   * The result of a command.
   *
   * @param exitCode the exit code
   * @param output standard output and standard error
   */
  record ProcessResult(int exitCode, String output) {}

  private ShippedJar() {}

  /** Starts the operator for one namespace and waits until it is ready. */
  static Process startOperator(String namespace, Path log) throws IOException {
    var process =
        new ProcessBuilder(command("run", "--namespace", namespace, "--port", "0"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      await()
          .atMost(START_TIMEOUT)
          .until(() -> !process.isAlive() || Files.readString(log).contains("Watching"));
    } catch (ConditionTimeoutException e) {
      process.destroyForcibly();
      throw e;
    }
    if (!process.isAlive()) {
      throw new IllegalStateException("the operator exited: " + Files.readString(log));
    }
    return process;
  }

  /** Runs a command of the jar and waits for it to exit. */
  static ProcessResult run(String... arguments) {
    return execute(command(arguments));
  }

  /** Runs a command and waits for it to exit. */
  static ProcessResult execute(List<String> command) {
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("timed out: " + command);
      }
      return new ProcessResult(process.exitValue(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static List<String> command(String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-jar");
    command.add(FILE.toString());
    command.addAll(List.of(arguments));
    return command;
  }
}
