package io.patternedapp.bench;

import java.nio.file.Path;
import java.util.List;

/** Measures the alternative without an operator: renders and applies each app, one by one. */
final class KubectlApplyArm implements BenchmarkArm {

  private final BenchmarkServer server;
  private final String command;

  KubectlApplyArm(BenchmarkServer server, Path jar, Path kubectl) {
    this.server = server;
    this.command =
        "%s/bin/java -XX:TieredStopAtLevel=1 -jar %s render -f - | %s --kubeconfig %s apply --server-side -f -"
            .formatted(System.getProperty("java.home"), jar, kubectl, server.adminKubeconfig());
  }

  @Override
  public BenchmarkServer server() {
    return server;
  }

  @Override
  public long burst(List<SampleApp> samples) {
    var begin = System.nanoTime();
    samples.forEach(
        s -> Executables.runShell(command, SampleApp.manifest(s.name(), s.namespace())));
    return System.nanoTime() - begin;
  }

  @Override
  public void deleteApps() {
    server.deleteApps();
  }
}
