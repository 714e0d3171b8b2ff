package io.patternedapp.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;

/** Measures the memory, start time and restart time of one operator. */
final class FootprintBenchmark {

  private static final int FEW_APPS = 1_000;
  private static final int MANY_APPS = Integer.getInteger("bench.apps", 1_000);
  private static final int FOREIGN_OBJECTS = Integer.getInteger("bench.foreign", 5_000);
  private static final int CREATORS = 16;
  private static final Duration SETTLE_TIME = Duration.ofSeconds(10);

  private final BenchmarkReport report;
  private final OperatorArm arm;
  private final RawWriterArm raw;

  FootprintBenchmark(BenchmarkReport report, OperatorArm arm, RawWriterArm raw) {
    this.report = report;
    this.arm = arm;
    this.raw = raw;
  }

  void measure() throws IOException {
    report.addHeading(
        "Start and memory of the operator",
        "with",
        "first status after s",
        "resident MiB",
        "heap MiB");
    measureRestart("no apps", "s0");
    arm.deleteApps();
    measureStartWithAotCache();
    createForeignObjects();
    measureRestart("%,d ConfigMaps and Pods of other owners".formatted(FOREIGN_OBJECTS), "s1");
    arm.deleteApps();
    arm.burstRate(SampleApp.generate("few", FEW_APPS));
    reportMemory("%,d new apps".formatted(FEW_APPS), "");
    arm.deleteApps();
    var limit = raw.burstRate(SampleApp.generate("limit", MANY_APPS));
    raw.deleteApps();
    var before = arm.server().operatorRequests().position();
    var rate = arm.burstRate(SampleApp.generate("many", MANY_APPS));
    reportMemory(
        "%,d new apps, %s apps/s (raw writer: %s, ratio %.2f)"
            .formatted(MANY_APPS, Statistics.format(rate), Statistics.format(limit), rate / limit),
        "");
    report.addRow(
        "requests for the new apps",
        "",
        "",
        arm.server().operatorRequests().countSince(before).toString());
    var mark = arm.server().operatorRequests().position();
    measureRestart("%,d apps, after a restart".formatted(MANY_APPS), "s2");
    report.addRow(
        "requests of the restart and one new app",
        "",
        "",
        arm.server().operatorRequests().countSince(mark).toString());
  }

  /** Restarts the operator; the first status of a new app shows when it is working. */
  private void measureRestart(String with, String burst, String... flags) throws IOException {
    reportMemory(with, "%.1f".formatted(restartUntilFirstStatus(burst, flags)));
  }

  /** Restarts the operator and returns the seconds until the first status of a new app. */
  private double restartUntilFirstStatus(String burst, String... flags) throws IOException {
    arm.close();
    var app = SampleApp.generate(burst, 1);
    arm.create(app.get(0));
    var begin = System.nanoTime();
    try (var reports = ArrivalRecorder.watchFirstStatuses(arm.server().adminClient())) {
      arm.start(flags);
      reports.awaitAll(app, Benchmark.STALL_TIMEOUT);
      return (reports.arrivalNanos(app.get(0).name()) - begin) / 1e9;
    }
  }

  /** Measures the start with an AOT cache, as in the image. Java 25 and later write it on exit. */
  private void measureStartWithAotCache() throws IOException {
    var cache = Files.createTempDirectory("patternedapp-aot").resolve("cache.aot");
    try {
      restartUntilFirstStatus("aot", "-XX:AOTCacheOutput=" + cache);
      arm.close();
      arm.deleteApps();
      if (Files.exists(cache)) {
        measureRestart("no apps, with an AOT cache", "s3", "-XX:AOTCache=" + cache);
        arm.deleteApps();
      } else {
        report.addRow("no apps, with an AOT cache", "not supported by this Java", "", "");
      }
    } finally {
      arm.close();
      Files.deleteIfExists(cache);
      Files.delete(cache.getParent());
    }
  }

  private void reportMemory(String with, String start) {
    Sleep.forDuration(SETTLE_TIME);
    var resident = arm.operator().residentMiB();
    report.addRow(with, start, "" + resident, "%.1f".formatted(arm.operator().heapAfterGcMiB()));
  }

  private void createForeignObjects() {
    var objects = SampleApp.generate("foreign", FOREIGN_OBJECTS);
    try (var parallel = new ParallelRunner(CREATORS)) {
      parallel.runForEach(objects, this::createForeignObjects);
    }
  }

  private void createForeignObjects(SampleApp sample) {
    var api = "/api/v1/namespaces/" + sample.namespace();
    var meta = "\"metadata\":{\"name\":\"" + sample.name() + "\"}";
    for (var request :
        List.of(
            List.of(
                "/configmaps", "{" + meta + ",\"data\":{\"text\":\"" + "x".repeat(500) + "\"}}"),
            List.of(
                "/pods",
                "{"
                    + meta
                    + ",\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"busybox:1.36\"}]}}"))) {
      arm.server()
          .adminClient()
          .send("POST", api + request.get(0), RawApiClient.JSON, request.get(1));
    }
  }
}
