package io.patternedapp.apiserver.support;

import static org.awaitility.Awaitility.await;

import io.patternedapp.cli.Cli;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs {@code patternedapp run} as a separate process that can receive signals. */
public final class OperatorJvm implements AutoCloseable {

  /** The namespace in which deploy/install.yaml allows the operator to write its lease. */
  public static final String LEASE_NAMESPACE = "patternedapp-system";

  private static final Duration START_TIMEOUT = Duration.ofSeconds(40);

  private final Process process;
  private final Path log;
  private final int port;

  private OperatorJvm(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
  }

  /**
   * Starts an operator with leader election as the shipped ServiceAccount and waits until it is
   * ready.
   */
  public static OperatorJvm start(
      ApiServerExtension.TestControlPlane api, String namespace, String name) throws IOException {
    var jvm = start(api, name, List.of("-n", namespace, "--leader-election"));
    await("operator ready: " + name)
        .atMost(START_TIMEOUT)
        .until(() -> !jvm.process.isAlive() || jvm.httpStatus("/readyz") == 200);
    if (!jvm.process.isAlive()) {
      throw new IllegalStateException("the operator exited: " + jvm.log());
    }
    return jvm;
  }

  /** Starts an operator with the options; does not wait until it is ready. */
  public static OperatorJvm start(
      ApiServerExtension.TestControlPlane api, String name, List<String> options)
      throws IOException {
    return start(api.kubeconfigFile(), name, options);
  }

  /** Starts an operator with the options and the kubeconfig; does not wait until it is ready. */
  public static OperatorJvm start(Path kubeconfig, String name, List<String> options)
      throws IOException {
    var log = Files.createTempFile("operator-" + name, ".log");
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "-Dlogback.configurationFile=logback.xml",
            "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of(Cli.class.getName(), "run", "--port", String.valueOf(port)));
    command.addAll(options);
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "KUBECONFIG",
                kubeconfig.toString(),
                "KUBERNETES_IMPERSONATE_USERNAME",
                ApiServerExtension.OPERATOR_USER,
                "KUBERNETES_IMPERSONATE_GROUP",
                "system:serviceaccounts,system:authenticated",
                "POD_NAMESPACE",
                LEASE_NAMESPACE,
                "POD_NAME",
                name));
    return new OperatorJvm(builder.start(), log, port);
  }

  public long pid() {
    return process.pid();
  }

  public void sendSignal(String name) throws IOException, InterruptedException {
    var kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
    if (kill.waitFor() != 0) {
      throw new IllegalStateException("kill -" + name + " failed");
    }
  }

  public boolean isLeader() {
    return httpGet("/metrics").lines().anyMatch("patternedapp_leader 1.0"::equals);
  }

  /** Waits until the process exits; returns the exit code. */
  public int awaitExit(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("the operator is still running: " + log());
    }
    return process.exitValue();
  }

  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String httpGet(String path) {
    return ManagementResponse.get(port, path).body();
  }

  /** Returns the HTTP status; 0 if the request failed. */
  public int httpStatus(String path) {
    return ManagementResponse.get(port, path).status();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    process.onExit().join();
    Files.deleteIfExists(log);
  }
}
