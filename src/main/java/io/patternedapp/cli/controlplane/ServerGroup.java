package io.patternedapp.cli.controlplane;

import io.patternedapp.cli.process.FileTrees;
import io.patternedapp.cli.process.ShutdownHook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Server processes that share a private directory and are stopped together, at the latest when the
 * JVM exits.
 */
final class ServerGroup implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ServerGroup.class);

  private final Path directory;
  private final ShutdownHook shutdownHook;
  private final Deque<ServerProcess> running = new ArrayDeque<>();
  private boolean closed;

  ServerGroup() {
    try {
      directory = Files.createTempDirectory("patternedapp-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    shutdownHook = ShutdownHook.register("controlplane-stop", this::stopAll);
  }

  /** Returns the directory of the group, which only the current user can read. */
  Path directory() {
    return directory;
  }

  synchronized ServerProcess start(String name, List<String> command) {
    if (closed) {
      throw new ControlPlaneStartException(
          "Cannot start " + name + ": the control plane is stopping");
    }
    ServerProcess server = ServerProcess.start(name, command, directory);
    running.push(server);
    return server;
  }

  synchronized List<Long> pids() {
    return running.stream().map(ServerProcess::pid).toList();
  }

  @Override
  public void close() {
    stopAll();
    shutdownHook.close();
  }

  private synchronized void stopAll() {
    closed = true;
    while (!running.isEmpty()) {
      running.pop().kill();
    }
    try {
      FileTrees.deleteRecursively(directory);
    } catch (IOException e) {
      LOG.warn("Cannot delete {}: {}", directory, e.toString());
    }
  }
}
