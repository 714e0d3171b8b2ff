package io.patternedapp.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.patternedapp.cli.controlplane.binaries.BinaryLocator;
import io.patternedapp.cli.controlplane.binaries.ControlPlaneBinaries;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Compares the throughput of the operator with the limit of the API server. Runs all arms
 * interleaved, in alternating order, and writes the figures and the plot of
 * docs/explanation/performance.md. System properties that begin with {@code bench.} configure the
 * benchmark.
 */
public final class Benchmark {

  /** The maximum time without progress. */
  static final Duration STALL_TIMEOUT = Duration.ofMinutes(2);

  private static final int REPEATS = Integer.getInteger("bench.repeats", 5);
  private static final int SMALL_BURST = Integer.getInteger("bench.small", 100);
  private static final int LARGE_BURST = Integer.getInteger("bench.large", 1_000);
  private static final int KUBECTL_APPS = Integer.getInteger("bench.kubectl", 100);
  private static final int WARM_UP_APPS = Integer.getInteger("bench.warm", 1_000);
  private static final int THREAD_SWEEP_APPS = Integer.getInteger("bench.sweep", 200);
  private static final int[] THREAD_COUNTS = {4, 8, 16, 32};
  private static final double[] LOAD_FRACTIONS = {0.25, 0.5, 0.75};
  private static final Duration LOAD_DURATION =
      Duration.ofSeconds(Integer.getInteger("bench.load", 30));

  private final BenchmarkReport report;
  private final Deque<AutoCloseable> openResources = new ArrayDeque<>();
  private final ControlPlaneBinaries binaries =
      BinaryLocator.create(System.getenv(), System.err::println).locate();
  private final Path jar = Path.of(System.getProperty("bench.jar", "target/patternedapp.jar"));
  private int burstCount;

  private Benchmark(BenchmarkReport report) {
    this.report = report;
  }

  /** Runs the benchmark. {@code bench.document} is the document to update. */
  public static void main(String[] args) throws Exception {
    var document = Path.of(System.getProperty("bench.document", "docs/explanation/performance.md"));
    var benchmark = new Benchmark(new BenchmarkReport(document));
    try {
      benchmark.run();
    } finally {
      // If the benchmark fails, the figures measured so far are still valid.
      benchmark.report.write();
      benchmark.close();
    }
  }

  private void run() throws IOException {
    var operators = new LinkedHashMap<String, OperatorArm>();
    var baseline = System.getProperty("bench.baseline");
    if (baseline != null) {
      operators.put("J0 baseline operator", createOperatorArm(Path.of(baseline)));
    }
    var operator = createOperatorArm(jar);
    operators.put("J operator", operator);
    for (var one : operators.values()) {
      one.start();
      one.operator().awaitReady();
      one.burstRate(newSamples(WARM_UP_APPS));
      one.deleteApps();
    }
    var raw = findFastestRawWriter(startServer(), captureStatus(operator));
    var arms = new LinkedHashMap<String, RateControlledArm>();
    arms.put("L raw writer", raw);
    arms.putAll(operators);
    report.addHeading(
        "Bursts (medians of " + REPEATS + " repeats, interleaved)",
        "arm",
        "apps",
        "apps/s",
        "ratio to raw writer",
        "CPU ms per app: API server, operator",
        "reconciliations per app");
    measureBursts(arms, SMALL_BURST);
    var limit = measureBursts(arms, LARGE_BURST);
    if (Boolean.getBoolean("bench.bursts-only")) {
      return;
    }
    measureOtherArms();
    for (var load : LOAD_FRACTIONS) {
      measureLatency(arms, load, limit * load);
    }
    measureEditLatency(operator, limit / 2);
    measureRequests(operator);
    new FootprintBenchmark(report, operator, raw).measure();
  }

  private BenchmarkServer startServer() throws IOException {
    var server = BenchmarkServer.start(binaries);
    openResources.push(server);
    return server;
  }

  private OperatorArm createOperatorArm(Path jar) throws IOException {
    var arm = new OperatorArm(startServer(), jar);
    openResources.push(arm);
    return arm;
  }

  private List<SampleApp> newSamples(int count) {
    return SampleApp.generate("%03d".formatted(burstCount++), count);
  }

  /** Returns the status that the operator writes for an app; the raw writer writes it too. */
  private String captureStatus(OperatorArm operator) throws IOException {
    var sample = newSamples(1);
    operator.burst(sample);
    var app = operator.server().adminClient().get(sample.get(0).appPath());
    operator.deleteApps();
    return new ObjectMapper()
        .readTree(app)
        .path("status")
        .toString()
        .replace(sample.get(0).name(), "b-NAME");
  }

  /** Returns the raw writer with the number of threads that has the highest rate. */
  private RawWriterArm findFastestRawWriter(BenchmarkServer server, String status) {
    report.addHeading("Threads of the raw writer", "threads", "apps/s");
    new RawWriterArm(server, status, THREAD_COUNTS[0]).burst(newSamples(THREAD_SWEEP_APPS));
    server.deleteApps();
    RawWriterArm best = null;
    var highest = 0.0;
    for (var threads : THREAD_COUNTS) {
      var writer = new RawWriterArm(server, status, threads);
      var rate = writer.burstRate(newSamples(THREAD_SWEEP_APPS));
      writer.deleteApps();
      report.addRow("" + threads, Statistics.format(rate));
      if (rate > highest) {
        highest = rate;
        best = writer;
      }
    }
    return best;
  }

  /** Measures bursts of all arms and returns the raw writer's rate. */
  private double measureBursts(Map<String, ? extends BenchmarkArm> arms, int apps) {
    var runs = runInterleaved(arms, arm -> BurstResult.measure(arm, newSamples(apps)));
    var limits = BurstResult.values(runs.values().iterator().next(), BurstResult::appsPerSecond);
    runs.forEach((name, all) -> reportBursts(name, apps, all, limits));
    return Statistics.median(limits);
  }

  /** Runs the arms in the order A B, B A, A B, and so on, and returns the results of each arm. */
  private <A extends BenchmarkArm, R> Map<String, List<R>> runInterleaved(
      Map<String, A> arms, Function<A, R> run) {
    var runs = new LinkedHashMap<String, List<R>>();
    arms.keySet().forEach(name -> runs.put(name, new ArrayList<>()));
    var order = new ArrayList<>(arms.keySet());
    for (int repeat = 0; repeat < REPEATS; repeat++) {
      for (var name : order) {
        runs.get(name).add(run.apply(arms.get(name)));
        arms.get(name).deleteApps();
      }
      Collections.reverse(order);
    }
    return runs;
  }

  private void reportBursts(String name, int apps, List<BurstResult> runs, List<Double> limits) {
    var rates = BurstResult.values(runs, BurstResult::appsPerSecond);
    report.addRow(
        name,
        "" + apps,
        Statistics.formatRange(rates, Statistics::format),
        Statistics.formatRange(ratios(rates, limits), "%.2f"::formatted),
        "%s, %s"
            .formatted(
                Statistics.format(BurstResult.median(runs, BurstResult::serverCpuMillis)),
                Statistics.format(BurstResult.median(runs, BurstResult::armCpuMillis))),
        "%.2f".formatted(BurstResult.median(runs, BurstResult::reconcilesPerApp)));
    report.addRate(name, apps, Statistics.median(rates));
  }

  /** Measures kubectl apply and the Deployment controller, once each. */
  private void measureOtherArms() throws IOException {
    try (var server = BenchmarkServer.start(binaries)) {
      var kubectl = Executables.find("kubectl");
      if (kubectl.isPresent() && KUBECTL_APPS > 0) {
        measureOnce(
            "H render, kubectl apply",
            new KubectlApplyArm(server, jar, kubectl.get()),
            KUBECTL_APPS);
      }
      var manager = Executables.find("kube-controller-manager");
      if (manager.isPresent()) {
        try (var arm = new DeploymentControllerArm(server, manager.get(), List.of())) {
          measureOnce("K Deployment controller, default", arm, SMALL_BURST);
        }
        try (var arm =
            new DeploymentControllerArm(
                server,
                manager.get(),
                List.of(
                    "--kube-api-qps=5000",
                    "--kube-api-burst=5000",
                    "--concurrent-deployment-syncs=20"))) {
          measureOnce("K Deployment controller, unthrottled", arm, LARGE_BURST);
        }
      }
    }
  }

  private void measureOnce(String name, BenchmarkArm arm, int apps) {
    var rate = arm.burstRate(newSamples(apps));
    arm.deleteApps();
    report.addRow(name + " (once)", "" + apps, Statistics.format(rate), "", "", "");
    report.addRate(name, apps, rate);
  }

  private void measureLatency(Map<String, RateControlledArm> arms, double load, double rate) {
    report.addHeading(
        "Latency from app creation to last child, at %s apps/s, %.0f %% of the limit (medians of %d)"
            .formatted(Statistics.format(rate), load * 100, REPEATS),
        "arm",
        "p50 ms",
        "p99 ms",
        "p99 ratio to raw writer");
    var count = (int) (rate * LOAD_DURATION.toSeconds());
    var runs = runInterleaved(arms, arm -> arm.measureLatencies(newSamples(count), rate));
    var limits = percentiles(runs.values().iterator().next(), 99);
    runs.forEach(
        (name, all) -> {
          var slow = percentiles(all, 99);
          report.addRow(
              name,
              Statistics.format(Statistics.median(percentiles(all, 50))),
              Statistics.formatRange(slow, Statistics::format),
              Statistics.formatRange(ratios(slow, limits), "%.2f"::formatted));
        });
  }

  private static List<Double> percentiles(List<List<Double>> runs, int percent) {
    return runs.stream().map(millis -> Statistics.percentile(millis, percent)).toList();
  }

  private static List<Double> ratios(List<Double> values, List<Double> limits) {
    return IntStream.range(0, values.size()).mapToObj(i -> values.get(i) / limits.get(i)).toList();
  }

  private void measureEditLatency(OperatorArm arm, double rate) {
    report.addHeading(
        "Latency from image change of an app to change of its Deployment, at %s changes/s"
            .formatted(Statistics.format(rate)),
        "arm",
        "p50 ms",
        "p99 ms");
    var samples = newSamples((int) (rate * LOAD_DURATION.toSeconds()));
    arm.burst(samples);
    var millis = arm.measureEditLatencies(samples, rate);
    report.addRow(
        "J operator",
        Statistics.format(Statistics.percentile(millis, 50)),
        Statistics.format(Statistics.percentile(millis, 99)));
    arm.deleteApps();
  }

  private void measureRequests(OperatorArm arm) {
    report.addHeading("Requests of the operator per app, for 50 apps", "operation", "requests");
    var samples = newSamples(50);
    reportRequests("create", arm.countRequests(samples, arm::create), samples.size());
    reportRequests(
        "label of another owner on the Service (no-op)",
        arm.countRequests(
            samples,
            s ->
                arm.server()
                    .adminClient()
                    .send(
                        "PATCH",
                        "/api/v1/namespaces/%s/services/%s".formatted(s.namespace(), s.name()),
                        RawApiClient.MERGE_PATCH,
                        "{\"metadata\":{\"labels\":{\"foreign\":\"1\"}}}")),
        samples.size());
    reportRequests("image change", arm.countRequests(samples, arm::changeImage), samples.size());
    var mark = arm.server().operatorRequests().position();
    Sleep.forDuration(LOAD_DURATION);
    reportRequests(
        "idle for %d s, total".formatted(LOAD_DURATION.toSeconds()),
        arm.server().operatorRequests().countSince(mark),
        1);
    arm.deleteApps();
  }

  private void reportRequests(String operation, Map<String, Integer> counts, int apps) {
    report.addRow(
        operation,
        counts.isEmpty()
            ? "none"
            : counts.entrySet().stream()
                .map(
                    e ->
                        "%s %s"
                            .formatted(e.getKey(), Statistics.format((double) e.getValue() / apps)))
                .collect(Collectors.joining(", ")));
  }

  private void close() throws Exception {
    while (!openResources.isEmpty()) {
      openResources.pop().close();
    }
  }
}
