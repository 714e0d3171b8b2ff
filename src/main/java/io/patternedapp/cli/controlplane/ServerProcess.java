package io.patternedapp.cli.controlplane;

import io.patternedapp.cli.process.LogTail;
import io.patternedapp.cli.process.PollingWait;
import io.patternedapp.cli.process.ProgressListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A running server process and its log file. */
final class ServerProcess {

  private static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

  private final String name;
  private final Process process;
  private final Path log;

  private ServerProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /** Starts the command in the directory and writes its output to {@code <name>.log} there. */
  static ServerProcess start(String name, List<String> command, Path directory) {
    Path log = directory.resolve(name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    // etcd reads each ETCD_* environment variable as a flag.
    builder.environment().keySet().removeIf(variable -> variable.startsWith("ETCD_"));
    try {
      return new ServerProcess(name, builder.start(), log);
    } catch (IOException e) {
      throw new ControlPlaneStartException("Cannot start " + name + ": " + e.getMessage(), e);
    }
  }

  /** A condition of the server's start, such as a file that the server creates. */
  @FunctionalInterface
  interface Condition {
    boolean isMet() throws IOException;
  }

  /**
   * Waits until the condition is met.
   *
   * @throws ControlPlaneStartException if the server exits first, or the timeout expires
   */
  void await(Condition condition, Duration timeout) throws IOException, InterruptedException {
    boolean isMet =
        new PollingWait("Starting " + name, timeout, ProgressListener.noOp())
            .until(
                (atMost, unit) -> {
                  if (condition.isMet()) {
                    return true;
                  }
                  if (process.waitFor(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw failure("exited with code " + process.exitValue());
                  }
                  return false;
                });
    if (!isMet) {
      throw failure("was not ready after " + timeout.toSeconds() + " seconds");
    }
  }

  private ControlPlaneStartException failure(String problem) {
    return new ControlPlaneStartException(
        "%s %s. Last lines of its log:\n%s".formatted(name, problem, logTail()));
  }

  String logTail() {
    return LogTail.read(log);
  }

  long pid() {
    return process.pid();
  }

  /**
   * Kills the server without a graceful shutdown, since its data is deleted anyway. Waits at most
   * 10 seconds for the process to exit.
   */
  void kill() {
    process.destroyForcibly();
    boolean interrupted = Thread.interrupted();
    try {
      process.waitFor(KILL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
