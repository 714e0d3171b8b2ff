package io.patternedapp.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;

/** Memory, start and restart of one operator. */
final class Footprint {

  private static final int FEW = 1_000;
  private static final int APPS = Integer.getInteger("bench.apps", 1_000);
  private static final int FOREIGN = Integer.getInteger("bench.foreign", 5_000);
  private static final int CREATORS = 16;
  private static final Duration SETTLED = Duration.ofSeconds(10);

  private final Report report;
  private final OperatorArm arm;
  private final RawWriter raw;

  Footprint(Report report, OperatorArm arm, RawWriter raw) {
    this.report = report;
    this.arm = arm;
    this.raw = raw;
  }

  void measure() throws IOException {
    report.heading(
        "Start and memory of the operator",
        "with",
        "first report after s",
        "resident MiB",
        "heap MiB");
    restarted("no apps", "s0");
    arm.clear();
    withCache();
    foreign();
    restarted("%,d foreign ConfigMaps and as many Pods".formatted(FOREIGN), "s1");
    arm.clear();
    arm.rate(Sample.some("few", FEW));
    memory("%,d apps just made".formatted(FEW), "");
    arm.clear();
    var limit = raw.rate(Sample.some("limit", APPS));
    raw.clear();
    var before = arm.server().audit().mark();
    var rate = arm.rate(Sample.some("many", APPS));
    memory(
        "%,d apps just made, %s a second (the raw writer: %s, %.2f)"
            .formatted(APPS, Numbers.text(rate), Numbers.text(limit), rate / limit),
        "");
    report.row("requests for them", "", "", arm.server().audit().since(before).toString());
    var mark = arm.server().audit().mark();
    restarted("%,d apps, restarted".formatted(APPS), "s2");
    report.row(
        "requests of that restart, with those of a new app",
        "",
        "",
        arm.server().audit().since(mark).toString());
  }

  /** Starts a new process; an app that waits for it tells when it works. */
  private void restarted(String with, String burst, String... flags) throws IOException {
    memory(with, "%.1f".formatted(startedIn(burst, flags)));
  }

  /** Seconds from the start of a new process to the first status. */
  private double startedIn(String burst, String... flags) throws IOException {
    arm.close();
    var app = Sample.some(burst, 1);
    arm.create(app.get(0));
    var begin = System.nanoTime();
    try (var reports = Arrivals.ofReports(arm.server().admin())) {
      arm.start(flags);
      reports.await(app, Benchmark.PATIENCE);
      return (reports.of(app.get(0).name()) - begin) / 1e9;
    }
  }

  /** As the image does it: from an AOT cache, which Java 25 and later write at their end. */
  private void withCache() throws IOException {
    var cache = Files.createTempDirectory("patternedapp-aot").resolve("cache.aot");
    try {
      startedIn("aot", "-XX:AOTCacheOutput=" + cache);
      arm.close();
      arm.clear();
      if (Files.exists(cache)) {
        restarted("no apps, with an AOT cache", "s3", "-XX:AOTCache=" + cache);
        arm.clear();
      } else {
        report.row("no apps, with an AOT cache", "this Java cannot", "", "");
      }
    } finally {
      arm.close();
      Files.deleteIfExists(cache);
      Files.delete(cache.getParent());
    }
  }

  private void memory(String with, String start) {
    Waits.lasting(SETTLED);
    var resident = arm.operator().resident();
    report.row(with, start, "" + resident, "%.1f".formatted(arm.operator().heap()));
  }

  private void foreign() {
    var objects = Sample.some("foreign", FOREIGN);
    try (var parallel = new Parallel(CREATORS)) {
      parallel.forEach(objects, this::foreign);
    }
  }

  private void foreign(Sample sample) {
    var api = "/api/v1/namespaces/" + sample.namespace();
    var meta = "\"metadata\":{\"name\":\"" + sample.name() + "\"}";
    for (var each :
        List.of(
            List.of(
                "/configmaps", "{" + meta + ",\"data\":{\"text\":\"" + "x".repeat(500) + "\"}}"),
            List.of(
                "/pods",
                "{"
                    + meta
                    + ",\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"busybox:1.36\"}]}}"))) {
      arm.server().admin().send("POST", api + each.get(0), Api.JSON, each.get(1));
    }
  }
}
