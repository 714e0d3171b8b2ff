package io.patternedapp.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The operator; an app is done once its first status is there, which is written last. */
final class OperatorArm implements PacedArm, AutoCloseable {

  private static final int CREATORS = 8;
  private static final String NEW_IMAGE = "nginx:1.28";
  private static final Duration SETTLED = Duration.ofSeconds(3);

  private final Server server;
  private final Path jar;
  private OperatorJar operator;

  OperatorArm(Server server, Path jar) {
    this.server = server;
    this.jar = jar;
  }

  @Override
  public Server server() {
    return server;
  }

  @Override
  public Duration cpu() {
    return operator.cpu();
  }

  @Override
  public double reconciles() {
    return operator.reconciles();
  }

  OperatorJar operator() {
    return operator;
  }

  void start(String... flags) throws IOException {
    operator = OperatorJar.start(jar, server.kubeconfig(), List.of(flags));
  }

  @Override
  public long burst(List<Sample> samples) {
    try (var reports = Arrivals.ofReports(server.admin());
        var parallel = new Parallel(CREATORS)) {
      var begin = System.nanoTime();
      parallel.forEach(samples, this::create);
      return reports.last(samples) - begin;
    }
  }

  @Override
  public List<Double> latencies(List<Sample> samples, double rate) {
    try (var arrivals = Arrivals.ofDeployments(server.admin())) {
      return latencies(arrivals, samples, rate, this::create);
    }
  }

  /** Edits so many a second; how long each took until its Deployment had followed, in ms. */
  List<Double> edits(List<Sample> samples, double rate) {
    try (var arrivals = Arrivals.ofDeploymentsWith(server.admin(), NEW_IMAGE)) {
      return latencies(arrivals, samples, rate, this::edit);
    }
  }

  private static List<Double> latencies(
      Arrivals arrivals, List<Sample> samples, double rate, Consumer<Sample> request) {
    Map<String, Long> asked = new ConcurrentHashMap<>();
    try (var parallel = new Parallel(CREATORS)) {
      parallel.atRate(
          samples,
          rate,
          sample -> {
            request.accept(sample);
            asked.put(sample.name(), System.nanoTime());
          });
      arrivals.await(samples, Benchmark.PATIENCE);
      return samples.stream()
          .map(s -> (arrivals.of(s.name()) - asked.get(s.name())) / 1e6)
          .toList();
    }
  }

  /** Gives the app another image. */
  void edit(Sample sample) {
    server
        .admin()
        .send(
            "PATCH",
            sample.appPath(),
            Api.MERGE,
            "{\"spec\":{\"main\":{\"image\":\"" + NEW_IMAGE + "\"}}}");
  }

  void create(Sample sample) {
    server.admin().send("POST", Sample.apps(sample.namespace()), Api.JSON, sample.app());
  }

  /** What the operator asks while something is done to each of these. */
  Map<String, Integer> requests(List<Sample> samples, Consumer<Sample> what) {
    var mark = server.audit().mark();
    samples.forEach(what);
    Waits.lasting(SETTLED);
    return server.audit().since(mark);
  }

  @Override
  public void clear() {
    server.clear();
  }

  @Override
  public void close() {
    if (operator != null) {
      operator.close();
      operator = null;
    }
  }
}
