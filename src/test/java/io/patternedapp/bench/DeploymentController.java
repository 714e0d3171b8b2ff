package io.patternedapp.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * kube-controller-manager's Deployment controller with its own object: from Deployments created to
 * the last ReplicaSet there.
 */
final class DeploymentController implements Arm, AutoCloseable {

  private static final int CREATORS = 8;

  private final Server server;
  private final Process process;

  /** Starts it, with these flags more. */
  DeploymentController(Server server, Path program, List<String> flags) throws IOException {
    this.server = server;
    var command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "--kubeconfig=" + server.adminKubeconfig(),
                "--controllers=deployment-controller",
                "--leader-elect=false",
                "--secure-port=0"));
    command.addAll(flags);
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Path.of("target", "bench-controller-manager.log").toFile())
            .start();
  }

  @Override
  public Server server() {
    return server;
  }

  @Override
  public long burst(List<Sample> samples) {
    try (var arrivals =
            Arrivals.of(
                server.admin(),
                "/apis/apps/v1/replicasets",
                line -> line.startsWith("{\"type\":\"ADDED\""));
        var parallel = new Parallel(CREATORS)) {
      var begin = System.nanoTime();
      parallel.forEach(samples, this::create);
      arrivals.await(samples, Benchmark.PATIENCE);
      return samples.stream().mapToLong(s -> arrivals.of(s.name())).max().orElseThrow() - begin;
    }
  }

  private void create(Sample sample) {
    server
        .admin()
        .send(
            "POST",
            "/apis/apps/v1/namespaces/" + sample.namespace() + "/deployments",
            Api.JSON,
            sample.deployment());
  }

  @Override
  public void clear() {
    server.clear();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
