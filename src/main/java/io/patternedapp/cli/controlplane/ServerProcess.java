package io.patternedapp.cli.controlplane;

import io.patternedapp.cli.process.LogTail;
import io.patternedapp.cli.process.PollingWait;
import io.patternedapp.cli.process.ProgressListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One running server and its log. */
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

  /** Starts the command in the directory, with its output in {@code <name>.log} there. */
  static ServerProcess start(String name, List<String> command, Path directory) {
    Path log = directory.resolve(name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    // etcd takes each ETCD_* variable for a flag.
    builder.environment().keySet().removeIf(variable -> variable.startsWith("ETCD_"));
    try {
      return new ServerProcess(name, builder.start(), log);
    } catch (IOException e) {
      throw new ControlPlaneStartException("Cannot start " + name + ": " + e.getMessage(), e);
    }
  }

  /** Something that becomes true once the server has got so far. */
  @FunctionalInterface
  interface Condition {
    boolean isMet() throws IOException;
  }

  /**
   * Waits until the condition holds.
   *
   * @throws ControlPlaneStartException when the server ends first, or the limit passes
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
                    throw failure("ended with exit code " + process.exitValue());
                  }
                  return false;
                });
    if (!isMet) {
      throw failure("was not ready after " + timeout.toSeconds() + " seconds");
    }
  }

  private ControlPlaneStartException failure(String what) {
    return new ControlPlaneStartException(
        "%s %s. The end of its log:\n%s".formatted(name, what, logTail()));
  }

  String logTail() {
    return LogTail.read(log);
  }

  long pid() {
    return process.pid();
  }

  /**
   * Ends the server at once: nothing that it keeps is worth an orderly end. Waits until it is gone,
   * but for at most 10 seconds.
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
