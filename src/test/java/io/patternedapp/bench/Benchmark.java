package io.patternedapp.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.patternedapp.cli.controlplane.BinaryLocator;
import io.patternedapp.cli.controlplane.ControlPlaneBinaries;
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
 * Measures the operator against what the API server can take, in one run, arm after arm and back,
 * and writes docs/performance.md and its plot. System properties that begin with {@code bench.}
 * change how much is done.
 */
public final class Benchmark {

  /** How long nothing may happen. */
  static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final int REPEATS = Integer.getInteger("bench.repeats", 5);
  private static final int SMALL = Integer.getInteger("bench.small", 100);
  private static final int LARGE = Integer.getInteger("bench.large", 1_000);
  private static final int KUBECTL = Integer.getInteger("bench.kubectl", 100);
  private static final int WARM = Integer.getInteger("bench.warm", 1_000);
  private static final int SWEEP = Integer.getInteger("bench.sweep", 200);
  private static final int[] THREADS = {4, 8, 16, 32};
  private static final double[] LOADS = {0.25, 0.5, 0.75};
  private static final Duration LATENCY = Duration.ofSeconds(Integer.getInteger("bench.load", 30));

  private final Report report;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final ControlPlaneBinaries binaries =
      BinaryLocator.create(System.getenv(), System.err::println).locate();
  private final Path jar = Path.of(System.getProperty("bench.jar", "target/patternedapp.jar"));
  private int bursts;

  private Benchmark(Report report) {
    this.report = report;
  }

  /** Runs it all; {@code bench.document} names the document. */
  public static void main(String[] args) throws Exception {
    var document = Path.of(System.getProperty("bench.document", "docs/performance.md"));
    var benchmark = new Benchmark(new Report(document));
    try {
      benchmark.run();
    } finally {
      // What was measured before something failed is worth as much.
      benchmark.report.write();
      benchmark.close();
    }
  }

  private void run() throws IOException {
    var operators = new LinkedHashMap<String, OperatorArm>();
    var baseline = System.getProperty("bench.baseline");
    if (baseline != null) {
      operators.put("J0 operator before", operator(Path.of(baseline)));
    }
    var operator = operator(jar);
    operators.put("J operator", operator);
    for (var one : operators.values()) {
      one.start();
      one.operator().ready();
      one.rate(fresh(WARM));
      one.clear();
    }
    var raw = best(server(), statusOf(operator));
    var arms = new LinkedHashMap<String, PacedArm>();
    arms.put("L raw writer", raw);
    arms.putAll(operators);
    report.heading(
        "Bursts (medians of " + REPEATS + " repeats, interleaved)",
        "arm",
        "apps",
        "apps/s",
        "of the raw writer",
        "CPU ms an app: API server, operator",
        "reconciles an app");
    bursts(arms, SMALL);
    var limit = bursts(arms, LARGE);
    if (Boolean.getBoolean("bench.bursts-only")) {
      return;
    }
    others();
    for (var load : LOADS) {
      latency(arms, load, limit * load);
    }
    edits(operator, limit / 2);
    requests(operator);
    new Footprint(report, operator, raw).measure();
  }

  private Server server() throws IOException {
    var server = Server.start(binaries);
    open.push(server);
    return server;
  }

  private OperatorArm operator(Path jar) throws IOException {
    var arm = new OperatorArm(server(), jar);
    open.push(arm);
    return arm;
  }

  private List<Sample> fresh(int count) {
    return Sample.some("%03d".formatted(bursts++), count);
  }

  /** The status that the operator writes of an app, for the raw writer to write too. */
  private String statusOf(OperatorArm operator) throws IOException {
    var sample = fresh(1);
    operator.burst(sample);
    var app = operator.server().admin().get(sample.get(0).appPath());
    operator.clear();
    return new ObjectMapper()
        .readTree(app)
        .path("status")
        .toString()
        .replace(sample.get(0).name(), "b-NAME");
  }

  /** The raw writer with as many threads as serve it best. */
  private RawWriter best(Server server, String status) {
    report.heading("Threads of the raw writer", "threads", "apps/s");
    new RawWriter(server, status, THREADS[0]).burst(fresh(SWEEP));
    server.clear();
    RawWriter best = null;
    var highest = 0.0;
    for (var threads : THREADS) {
      var writer = new RawWriter(server, status, threads);
      var rate = writer.rate(fresh(SWEEP));
      writer.clear();
      report.row("" + threads, Numbers.text(rate));
      if (rate > highest) {
        highest = rate;
        best = writer;
      }
    }
    return best;
  }

  /** Returns the raw writer's rate. */
  private double bursts(Map<String, ? extends Arm> arms, int apps) {
    var runs = byTurns(arms, arm -> Run.of(arm, fresh(apps)));
    var limits = Run.all(runs.values().iterator().next(), Run::rate);
    runs.forEach((name, all) -> tell(name, apps, all, limits));
    return Numbers.median(limits);
  }

  /** Repeats A B, B A, A B...; what each came to. */
  private <A extends Arm, R> Map<String, List<R>> byTurns(Map<String, A> arms, Function<A, R> run) {
    var runs = new LinkedHashMap<String, List<R>>();
    arms.keySet().forEach(name -> runs.put(name, new ArrayList<>()));
    var order = new ArrayList<>(arms.keySet());
    for (int repeat = 0; repeat < REPEATS; repeat++) {
      for (var name : order) {
        runs.get(name).add(run.apply(arms.get(name)));
        arms.get(name).clear();
      }
      Collections.reverse(order);
    }
    return runs;
  }

  private void tell(String name, int apps, List<Run> runs, List<Double> limits) {
    var rates = Run.all(runs, Run::rate);
    report.row(
        name,
        "" + apps,
        Numbers.range(rates, Numbers::text),
        Numbers.range(ratios(rates, limits), "%.2f"::formatted),
        "%s, %s"
            .formatted(
                Numbers.text(Run.median(runs, Run::serverCpu)),
                Numbers.text(Run.median(runs, Run::cpu))),
        "%.2f".formatted(Run.median(runs, Run::reconciles)));
    report.rate(name, apps, Numbers.median(rates));
  }

  /** What else does such work, once each. */
  private void others() throws IOException {
    try (var server = Server.start(binaries)) {
      var kubectl = Programs.find("kubectl");
      if (kubectl.isPresent() && KUBECTL > 0) {
        single("H render, kubectl apply", new KubectlLoop(server, jar, kubectl.get()), KUBECTL);
      }
      var manager = Programs.find("kube-controller-manager");
      if (manager.isPresent()) {
        try (var arm = new DeploymentController(server, manager.get(), List.of())) {
          single("K Deployment controller, default", arm, SMALL);
        }
        try (var arm =
            new DeploymentController(
                server,
                manager.get(),
                List.of(
                    "--kube-api-qps=5000",
                    "--kube-api-burst=5000",
                    "--concurrent-deployment-syncs=20"))) {
          single("K Deployment controller, unthrottled", arm, LARGE);
        }
      }
    }
  }

  private void single(String name, Arm arm, int apps) {
    var rate = arm.rate(fresh(apps));
    arm.clear();
    report.row(name + " (once)", "" + apps, Numbers.text(rate), "", "", "");
    report.rate(name, apps, rate);
  }

  private void latency(Map<String, PacedArm> arms, double load, double rate) {
    report.heading(
        "App created to last child there, at %s apps/s, %.0f %% of the limit (medians of %d)"
            .formatted(Numbers.text(rate), load * 100, REPEATS),
        "arm",
        "p50 ms",
        "p99 ms",
        "p99 of the raw writer's");
    var count = (int) (rate * LATENCY.toSeconds());
    var runs = byTurns(arms, arm -> arm.latencies(fresh(count), rate));
    var limits = percentiles(runs.values().iterator().next(), 99);
    runs.forEach(
        (name, all) -> {
          var slow = percentiles(all, 99);
          report.row(
              name,
              Numbers.text(Numbers.median(percentiles(all, 50))),
              Numbers.range(slow, Numbers::text),
              Numbers.range(ratios(slow, limits), "%.2f"::formatted));
        });
  }

  private static List<Double> percentiles(List<List<Double>> runs, int percent) {
    return runs.stream().map(millis -> Numbers.percentile(millis, percent)).toList();
  }

  private static List<Double> ratios(List<Double> values, List<Double> limits) {
    return IntStream.range(0, values.size()).mapToObj(i -> values.get(i) / limits.get(i)).toList();
  }

  private void edits(OperatorArm arm, double rate) {
    report.heading(
        "Image of an app edited to its Deployment changed, at %s edits/s"
            .formatted(Numbers.text(rate)),
        "arm",
        "p50 ms",
        "p99 ms");
    var samples = fresh((int) (rate * LATENCY.toSeconds()));
    arm.burst(samples);
    var millis = arm.edits(samples, rate);
    report.row(
        "J operator",
        Numbers.text(Numbers.percentile(millis, 50)),
        Numbers.text(Numbers.percentile(millis, 99)));
    arm.clear();
  }

  private void requests(OperatorArm arm) {
    report.heading("Requests of the operator, for each of 50 apps", "what", "requests");
    var samples = fresh(50);
    row("create", arm.requests(samples, arm::create), samples.size());
    row(
        "a foreign label on its Service (no-op)",
        arm.requests(
            samples,
            s ->
                arm.server()
                    .admin()
                    .send(
                        "PATCH",
                        "/api/v1/namespaces/%s/services/%s".formatted(s.namespace(), s.name()),
                        Api.MERGE,
                        "{\"metadata\":{\"labels\":{\"foreign\":\"1\"}}}")),
        samples.size());
    row("another image", arm.requests(samples, arm::edit), samples.size());
    var mark = arm.server().audit().mark();
    Waits.lasting(LATENCY);
    row(
        "idle for %d s, all together".formatted(LATENCY.toSeconds()),
        arm.server().audit().since(mark),
        1);
    arm.clear();
  }

  private void row(String what, Map<String, Integer> counts, int apps) {
    report.row(
        what,
        counts.isEmpty()
            ? "none"
            : counts.entrySet().stream()
                .map(e -> "%s %s".formatted(e.getKey(), Numbers.text((double) e.getValue() / apps)))
                .collect(Collectors.joining(", ")));
  }

  private void close() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }
}
