package io.patternedapp.bench;

import io.patternedapp.model.ResourceNames;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Measures the limit of the API server: writes byte-identical children and one status for each app
 * from several threads. All requests are prepared in advance.
 */
final class RawWriterArm implements RateControlledArm {

  private static final String APPLY_PARAMETERS =
      "?force=true&fieldManager=" + ResourceNames.FIELD_MANAGER;

  private final BenchmarkServer server;
  private final String status;
  private final int threads;
  private final Map<String, Long> createdNanos = new ConcurrentHashMap<>();

  /**
   * Creates an arm.
   *
   * @param status the status of an app as JSON, with {@code b-NAME} in place of the app's name
   * @param threads the number of writing threads
   */
  RawWriterArm(BenchmarkServer server, String status, int threads) {
    this.server = server;
    this.status = status;
    this.threads = threads;
  }

  @Override
  public BenchmarkServer server() {
    return server;
  }

  @Override
  public long burst(List<SampleApp> samples) {
    try (var reports = ArrivalRecorder.watchFirstStatuses(server.adminClient());
        var parallel = new ParallelRunner(threads)) {
      var begin = System.nanoTime();
      parallel.runForEach(samples, this::write);
      return reports.awaitLastArrival(samples) - begin;
    }
  }

  @Override
  public List<Double> measureLatencies(List<SampleApp> samples, double rate) {
    try (var arrivals = ArrivalRecorder.watchNewDeployments(server.adminClient());
        var parallel = new ParallelRunner(threads)) {
      parallel.runAtRate(samples, rate, this::write);
      arrivals.awaitAll(samples, Benchmark.STALL_TIMEOUT);
      return samples.stream()
          .map(s -> (arrivals.arrivalNanos(s.name()) - createdNanos.get(s.name())) / 1e6)
          .toList();
    }
  }

  private void write(SampleApp sample) {
    var app =
        server
            .adminClient()
            .send(
                "POST",
                SampleApp.appsPath(sample.namespace()),
                RawApiClient.JSON,
                sample.appBody());
    createdNanos.put(sample.name(), System.nanoTime());
    var uid = JsonFields.uid(app);
    for (var child : sample.children()) {
      server
          .operatorClient()
          .send(
              "PATCH", child.path() + APPLY_PARAMETERS, RawApiClient.APPLY_PATCH, child.body(uid));
    }
    server
        .operatorClient()
        .send(
            "PATCH",
            sample.appPath() + "/status" + APPLY_PARAMETERS,
            RawApiClient.APPLY_PATCH,
            """
            {"apiVersion":"patternedapp.io/v1alpha1","kind":"PatternedApp","metadata":{"name":"%s",\
            "namespace":"%s","uid":"%s","resourceVersion":"%s"},"status":%s}"""
                .formatted(
                    sample.name(),
                    sample.namespace(),
                    uid,
                    JsonFields.resourceVersion(app),
                    status.replace("b-NAME", sample.name())));
  }

  @Override
  public void deleteApps() {
    createdNanos.clear();
    server.deleteApps();
  }
}
