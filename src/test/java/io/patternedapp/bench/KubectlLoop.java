package io.patternedapp.bench;

import java.nio.file.Path;
import java.util.List;

/** What is done without an operator: each app rendered and applied, one after another. */
final class KubectlLoop implements Arm {

  private final Server server;
  private final String pipe;

  KubectlLoop(Server server, Path jar, Path kubectl) {
    this.server = server;
    this.pipe =
        "%s/bin/java -XX:TieredStopAtLevel=1 -jar %s render -f - | %s --kubeconfig %s apply --server-side -f -"
            .formatted(System.getProperty("java.home"), jar, kubectl, server.adminKubeconfig());
  }

  @Override
  public Server server() {
    return server;
  }

  @Override
  public long burst(List<Sample> samples) {
    var begin = System.nanoTime();
    samples.forEach(s -> Programs.run(pipe, Sample.yaml(s.name(), s.namespace())));
    return System.nanoTime() - begin;
  }

  @Override
  public void clear() {
    server.clear();
  }
}
