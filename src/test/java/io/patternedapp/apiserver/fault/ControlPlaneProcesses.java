package io.patternedapp.apiserver.fault;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.patternedapp.apiserver.support.ApiServerExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Kills, restarts and pauses the etcd and kube-apiserver processes of a control plane. A restart
 * keeps the stored objects.
 */
final class ControlPlaneProcesses implements AutoCloseable {

  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

  private final ApiServerExtension.TestControlPlane api;
  private final KubernetesClient noRetryClient;
  private final Path directory;
  private final List<String> etcdCommand;
  private final List<String> apiServerCommand;
  private final List<Process> started = new ArrayList<>();

  ControlPlaneProcesses(ApiServerExtension.TestControlPlane api) {
    this.api = api;
    this.directory = api.kubeconfigFile().getParent();
    this.noRetryClient =
        api.admin()
            .newClient(
                new RequestConfigBuilder()
                    .withRequestRetryBackoffLimit(0)
                    .withRequestTimeout(2_000)
                    .build())
            .adapt(KubernetesClient.class);
    this.etcdCommand = commandLineOf(findProcess("etcd"));
    this.apiServerCommand = commandLineOf(findProcess("kube-apiserver"));
  }

  /** Kills etcd and the API server at the same time, as when the machine fails. */
  void kill() {
    var both = List.of(findProcess("kube-apiserver"), findProcess("etcd"));
    both.forEach(ProcessHandle::destroyForcibly);
    both.forEach(process -> process.onExit().join());
  }

  /**
   * Starts etcd and the API server with their original command lines and waits until the API server
   * is ready.
   */
  void start() {
    startProcess("etcd", etcdCommand);
    startProcess("kube-apiserver", apiServerCommand);
    await("API server ready").atMost(START_TIMEOUT).until(this::isResponding);
  }

  /** Stops the API server process with SIGSTOP; its connections stay open. */
  void pause() {
    sendSignal("STOP");
  }

  void resume() {
    sendSignal("CONT");
  }

  /** Returns true if the API server responds within two seconds. */
  boolean isResponding() {
    try {
      return "ok".equals(noRetryClient.raw("/readyz"));
    } catch (RuntimeException e) {
      return false;
    }
  }

  /** Returns the command line of the API server. */
  List<String> apiServerCommand() {
    return apiServerCommand;
  }

  /** Starts a process that {@link #close} terminates. */
  void startProcess(String name, List<String> command) {
    try {
      var builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(
                  ProcessBuilder.Redirect.appendTo(directory.resolve(name + ".log").toFile()));
      builder.environment().keySet().removeIf(variable -> variable.startsWith("ETCD_"));
      var process = builder.start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      started.add(process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void sendSignal(String name) {
    try {
      var pid = String.valueOf(findProcess("kube-apiserver").pid());
      if (new ProcessBuilder("kill", "-" + name, pid).start().waitFor() != 0) {
        throw new IllegalStateException("kill -" + name + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private ProcessHandle findProcess(String program) {
    return ProcessHandle.current()
        .children()
        .filter(ProcessHandle::isAlive)
        .filter(process -> isOwnProcess(commandLineOf(process), program))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(program + " is not running"));
  }

  private boolean isOwnProcess(List<String> command, String program) {
    return Path.of(command.get(0)).endsWith(program)
        && command.stream().anyMatch(part -> part.contains(directory.toString()));
  }

  /** Reads the command line from /proc, because {@link ProcessHandle} may truncate it. */
  private static List<String> commandLineOf(ProcessHandle process) {
    try {
      var line = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "cmdline"));
      return line.isEmpty() ? List.of("") : List.of(line.split("\0"));
    } catch (IOException e) {
      return List.of("");
    }
  }

  @Override
  public void close() {
    noRetryClient.close();
    started.forEach(Process::destroyForcibly);
    started.forEach(process -> process.onExit().join());
    api.close();
  }
}
