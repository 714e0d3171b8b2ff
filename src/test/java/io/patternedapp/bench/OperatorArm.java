package io.patternedapp.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Measures the operator. An app is complete when its first status, the last write, arrives. */
final class OperatorArm implements RateControlledArm, AutoCloseable {

  private static final int CREATORS = 8;
  private static final String NEW_IMAGE = "nginx:1.28";
  private static final Duration SETTLE_TIME = Duration.ofSeconds(3);

  private final BenchmarkServer server;
  private final Path jar;
  private OperatorJarProcess operator;

  OperatorArm(BenchmarkServer server, Path jar) {
    this.server = server;
    this.jar = jar;
  }

  @Override
  public BenchmarkServer server() {
    return server;
  }

  @Override
  public Duration cpuTime() {
    return operator.cpuTime();
  }

  @Override
  public double reconcileCount() {
    return operator.reconcileCount();
  }

  OperatorJarProcess operator() {
    return operator;
  }

  void start(String... flags) throws IOException {
    operator = OperatorJarProcess.start(jar, server.operatorKubeconfig(), List.of(flags));
  }

  @Override
  public long burst(List<SampleApp> samples) {
    try (var reports = ArrivalRecorder.watchFirstStatuses(server.adminClient());
        var parallel = new ParallelRunner(CREATORS)) {
      var begin = System.nanoTime();
      parallel.runForEach(samples, this::create);
      return reports.awaitLastArrival(samples) - begin;
    }
  }

  @Override
  public List<Double> measureLatencies(List<SampleApp> samples, double rate) {
    try (var arrivals = ArrivalRecorder.watchNewDeployments(server.adminClient())) {
      return measureLatencies(arrivals, samples, rate, this::create);
    }
  }

  /** Changes images at the given rate per second. Returns the ms until each Deployment changes. */
  List<Double> measureEditLatencies(List<SampleApp> samples, double rate) {
    try (var arrivals =
        ArrivalRecorder.watchDeploymentsWithImage(server.adminClient(), NEW_IMAGE)) {
      return measureLatencies(arrivals, samples, rate, this::changeImage);
    }
  }

  private static List<Double> measureLatencies(
      ArrivalRecorder arrivals, List<SampleApp> samples, double rate, Consumer<SampleApp> request) {
    Map<String, Long> requestNanos = new ConcurrentHashMap<>();
    try (var parallel = new ParallelRunner(CREATORS)) {
      parallel.runAtRate(
          samples,
          rate,
          sample -> {
            request.accept(sample);
            requestNanos.put(sample.name(), System.nanoTime());
          });
      arrivals.awaitAll(samples, Benchmark.STALL_TIMEOUT);
      return samples.stream()
          .map(s -> (arrivals.arrivalNanos(s.name()) - requestNanos.get(s.name())) / 1e6)
          .toList();
    }
  }

  /** Changes the image of the app. */
  void changeImage(SampleApp sample) {
    server
        .adminClient()
        .send(
            "PATCH",
            sample.appPath(),
            RawApiClient.MERGE_PATCH,
            "{\"spec\":{\"main\":{\"image\":\"" + NEW_IMAGE + "\"}}}");
  }

  void create(SampleApp sample) {
    server
        .adminClient()
        .send("POST", SampleApp.appsPath(sample.namespace()), RawApiClient.JSON, sample.appBody());
  }

  /** Returns the operator's requests while the action runs for each app. */
  Map<String, Integer> countRequests(List<SampleApp> samples, Consumer<SampleApp> action) {
    var mark = server.operatorRequests().position();
    samples.forEach(action);
    Sleep.forDuration(SETTLE_TIME);
    return server.operatorRequests().countSince(mark);
  }

  @Override
  public void deleteApps() {
    server.deleteApps();
  }

  @Override
  public void close() {
    if (operator != null) {
      operator.close();
      operator = null;
    }
  }
}
