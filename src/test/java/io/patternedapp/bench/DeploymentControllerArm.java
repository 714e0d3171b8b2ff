package io.patternedapp.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures kube-controller-manager's Deployment controller: from the creation of the Deployments to
 * the creation of the last ReplicaSet.
 */
final class DeploymentControllerArm implements BenchmarkArm, AutoCloseable {

  private static final int CREATORS = 8;

  private final BenchmarkServer server;
  private final Process process;

  /** Starts the controller manager with additional flags. */
  DeploymentControllerArm(BenchmarkServer server, Path program, List<String> flags)
      throws IOException {
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
  public BenchmarkServer server() {
    return server;
  }

  @Override
  public long burst(List<SampleApp> samples) {
    try (var arrivals =
            ArrivalRecorder.startWatch(
                server.adminClient(),
                "/apis/apps/v1/replicasets",
                line -> line.startsWith("{\"type\":\"ADDED\""));
        var parallel = new ParallelRunner(CREATORS)) {
      var begin = System.nanoTime();
      parallel.runForEach(samples, this::create);
      arrivals.awaitAll(samples, Benchmark.STALL_TIMEOUT);
      return samples.stream().mapToLong(s -> arrivals.arrivalNanos(s.name())).max().orElseThrow()
          - begin;
    }
  }

  private void create(SampleApp sample) {
    server
        .adminClient()
        .send(
            "POST",
            "/apis/apps/v1/namespaces/" + sample.namespace() + "/deployments",
            RawApiClient.JSON,
            sample.deploymentBody());
  }

  @Override
  public void deleteApps() {
    server.deleteApps();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
