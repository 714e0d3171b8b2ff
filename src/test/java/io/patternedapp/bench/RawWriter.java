package io.patternedapp.bench;

import io.patternedapp.expand.Names;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The limit: writes byte-identical children and one status for each app, all known beforehand, from
 * so many threads, and decides nothing.
 */
final class RawWriter implements PacedArm {

  private static final String AS_OPERATOR = "?force=true&fieldManager=" + Names.OPERATOR;

  private final Server server;
  private final String status;
  private final int threads;
  private final Map<String, Long> created = new ConcurrentHashMap<>();

  /**
   * A writer.
   *
   * @param status the status of an app, as JSON, with the app's name as {@code b-NAME}
   */
  RawWriter(Server server, String status, int threads) {
    this.server = server;
    this.status = status;
    this.threads = threads;
  }

  @Override
  public Server server() {
    return server;
  }

  @Override
  public long burst(List<Sample> samples) {
    try (var reports = Arrivals.ofReports(server.admin());
        var parallel = new Parallel(threads)) {
      var begin = System.nanoTime();
      parallel.forEach(samples, this::write);
      return reports.last(samples) - begin;
    }
  }

  @Override
  public List<Double> latencies(List<Sample> samples, double rate) {
    try (var arrivals = Arrivals.ofDeployments(server.admin());
        var parallel = new Parallel(threads)) {
      parallel.atRate(samples, rate, this::write);
      arrivals.await(samples, Benchmark.PATIENCE);
      return samples.stream()
          .map(s -> (arrivals.of(s.name()) - created.get(s.name())) / 1e6)
          .toList();
    }
  }

  private void write(Sample sample) {
    var app = server.admin().send("POST", Sample.apps(sample.namespace()), Api.JSON, sample.app());
    created.put(sample.name(), System.nanoTime());
    var uid = Texts.uid(app);
    for (var child : sample.children()) {
      server.account().send("PATCH", child.path() + AS_OPERATOR, Api.APPLY, child.body(uid));
    }
    server
        .account()
        .send(
            "PATCH",
            sample.appPath() + "/status" + AS_OPERATOR,
            Api.APPLY,
            """
            {"apiVersion":"patternedapp.io/v1alpha1","kind":"PatternedApp","metadata":{"name":"%s",\
            "namespace":"%s","uid":"%s","resourceVersion":"%s"},"status":%s}"""
                .formatted(
                    sample.name(),
                    sample.namespace(),
                    uid,
                    Texts.version(app),
                    status.replace("b-NAME", sample.name())));
  }

  @Override
  public void clear() {
    created.clear();
    server.clear();
  }
}
