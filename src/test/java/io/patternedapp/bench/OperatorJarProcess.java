package io.patternedapp.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Runs {@code patternedapp run} in a separate process, with the JVM flags of the image and the
 * memory limit of deploy/install.yaml. The system property {@code bench.java} selects the Java
 * home; default: the Java that runs the benchmark.
 */
final class OperatorJarProcess implements AutoCloseable {

  private static final String MEMORY_LIMIT_FLAG = "-XX:MaxRAM=512m";
  private static final String HEAP_USED_METRIC = "jvm_memory_used_bytes{area=\"heap\"";
  private static final String RECONCILE_COUNT_METRIC =
      "patternedapp_reconcile_duration_seconds_count{";
  private static final Path JAVA_BIN =
      Path.of(System.getProperty("bench.java", System.getProperty("java.home")), "bin");

  private final Process process;
  private final int port;
  private final HttpClient http = HttpClient.newHttpClient();

  private OperatorJarProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts the process with additional JVM flags. Does not wait until it is ready. */
  static OperatorJarProcess start(Path jar, Path kubeconfig, List<String> extraFlags)
      throws IOException {
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    var command = new ArrayList<String>();
    command.add(JAVA_BIN.resolve("java").toString());
    command.add(MEMORY_LIMIT_FLAG);
    command.addAll(shippedFlags());
    command.addAll(List.of(System.getProperty("bench.flags", MEMORY_LIMIT_FLAG).split(" ")));
    command.addAll(extraFlags);
    command.addAll(List.of("-jar", jar.toString(), "run", "--port", String.valueOf(port)));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(logFile(jar).toFile()));
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    var process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    return new OperatorJarProcess(process, port);
  }

  private static Path logFile(Path jar) {
    return Path.of("target", "bench-" + jar.getFileName() + ".log");
  }

  /**
   * Returns the JVM flags of the image. An older Java ignores the flags that it does not support.
   */
  private static List<String> shippedFlags() throws IOException {
    var flags = new ArrayList<>(List.of("-XX:+IgnoreUnrecognizedVMOptions"));
    Files.readAllLines(Path.of("src", "image", "jvm.flags")).stream()
        .filter(line -> line.startsWith("-"))
        .forEach(flags::add);
    return flags;
  }

  /** Waits until the operator is ready, after its caches have synced. */
  OperatorJarProcess awaitReady() {
    while (statusCode("/readyz") != 200) {
      if (!process.isAlive()) {
        throw new IllegalStateException("the operator exited: see target/bench-*.log");
      }
      Sleep.pollInterval();
    }
    return this;
  }

  /** Returns the resident memory in MiB. */
  long residentMiB() {
    try {
      for (var line : Files.readAllLines(Path.of("/proc", "" + process.pid(), "status"))) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException("/proc/PID/status has no VmRSS");
  }

  /** Runs a garbage collection and returns the heap usage in MiB. */
  double heapAfterGcMiB() {
    try {
      new ProcessBuilder(JAVA_BIN.resolve("jcmd").toString(), "" + process.pid(), "GC.run")
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return sumMetric(HEAP_USED_METRIC) / (1 << 20);
  }

  /** Returns the number of reconciliations so far. */
  double reconcileCount() {
    return sumMetric(RECONCILE_COUNT_METRIC);
  }

  private double sumMetric(String metric) {
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(metric))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  /** Returns the CPU time so far. */
  Duration cpuTime() {
    return CpuTime.total(Set.of(process.toHandle()));
  }

  private int statusCode(String path) {
    try {
      return get(path).statusCode();
    } catch (UncheckedIOException notYet) {
      return 0;
    }
  }

  private HttpResponse<String> get(String path) {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
