package io.patternedapp.apiserver;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The processes behind an API server that a test has for its own: they can be killed and started
 * again with all that they stored, and be paused.
 */
final class Servers implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(60);

  private final ApiServer.Shared api;
  private final KubernetesClient impatient;
  private final Path directory;
  private final List<String> etcd;
  private final List<String> apiServer;
  private final List<Process> started = new ArrayList<>();

  Servers(ApiServer.Shared api) {
    this.api = api;
    this.directory = api.kubeconfig().getParent();
    this.impatient =
        api.admin()
            .newClient(
                new RequestConfigBuilder()
                    .withRequestRetryBackoffLimit(0)
                    .withRequestTimeout(2_000)
                    .build())
            .adapt(KubernetesClient.class);
    this.etcd = commandOf(process("etcd"));
    this.apiServer = commandOf(process("kube-apiserver"));
  }

  /** Kills both at once, as where the machine goes. */
  void kill() {
    var both = List.of(process("kube-apiserver"), process("etcd"));
    both.forEach(ProcessHandle::destroyForcibly);
    both.forEach(process -> process.onExit().join());
  }

  /** Starts both again, as they were, and waits until the API server answers. */
  void start() {
    start("etcd", etcd);
    start("kube-apiserver", apiServer);
    await("the API server is back").atMost(START).until(this::answers);
  }

  /** From now on the API server does nothing; its connections stay open. */
  void pause() {
    signal("STOP");
  }

  void resume() {
    signal("CONT");
  }

  /** Whether the API server answers within two seconds. */
  boolean answers() {
    try {
      return "ok".equals(impatient.raw("/readyz"));
    } catch (RuntimeException e) {
      return false;
    }
  }

  /** What the API server was started with. */
  List<String> apiServerCommand() {
    return apiServer;
  }

  /** Starts one more process, which ends with the others. */
  void start(String name, List<String> command) {
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

  private void signal(String name) {
    try {
      var pid = String.valueOf(process("kube-apiserver").pid());
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

  private ProcessHandle process(String program) {
    return ProcessHandle.current()
        .children()
        .filter(ProcessHandle::isAlive)
        .filter(process -> isOurs(commandOf(process), program))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(program + " does not run"));
  }

  private boolean isOurs(List<String> command, String program) {
    return Path.of(command.get(0)).endsWith(program)
        && command.stream().anyMatch(part -> part.contains(directory.toString()));
  }

  /** As the system has it; the JDK may cut it short. */
  private static List<String> commandOf(ProcessHandle process) {
    try {
      var line = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "cmdline"));
      return line.isEmpty() ? List.of("") : List.of(line.split("\0"));
    } catch (IOException e) {
      return List.of("");
    }
  }

  @Override
  public void close() {
    impatient.close();
    started.forEach(Process::destroyForcibly);
    started.forEach(process -> process.onExit().join());
    api.close();
  }
}
