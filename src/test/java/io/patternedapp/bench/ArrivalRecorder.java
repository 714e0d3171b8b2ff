package io.patternedapp.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Records when an independent watch first receives an object of each app that meets a condition.
 */
final class ArrivalRecorder implements AutoCloseable {

  private final Map<String, Long> arrivalNanosByName = new ConcurrentHashMap<>();
  private final Stream<String> lines;
  private final Predicate<String> condition;
  private final Thread thread = new Thread(this::readWatch, "arrivals");
  private volatile boolean watchEnded;

  private ArrivalRecorder(Stream<String> lines, Predicate<String> condition) {
    this.lines = lines;
    this.condition = condition;
    thread.setDaemon(true);
  }

  /** Starts a watch at the current resource version. */
  static ArrivalRecorder startWatch(RawApiClient api, String path, Predicate<String> condition) {
    var version = listResourceVersion(api.get(path + "?limit=1"));
    var lines = api.watchLines(path + "?watch=true&timeoutSeconds=3600&resourceVersion=" + version);
    var arrivals = new ArrivalRecorder(lines, condition);
    arrivals.thread.start();
    return arrivals;
  }

  private static String listResourceVersion(String list) {
    try {
      return new ObjectMapper().readTree(list).at("/metadata/resourceVersion").asText();
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Watches for the first status of each app. */
  static ArrivalRecorder watchFirstStatuses(RawApiClient api) {
    return startWatch(
        api,
        "/apis/patternedapp.io/v1alpha1/patternedapps",
        line -> line.contains("\"observedGeneration\":1"));
  }

  static ArrivalRecorder watchNewDeployments(RawApiClient api) {
    return startWatch(
        api, "/apis/apps/v1/deployments", line -> line.startsWith("{\"type\":\"ADDED\""));
  }

  static ArrivalRecorder watchDeploymentsWithImage(RawApiClient api, String image) {
    return startWatch(
        api,
        "/apis/apps/v1/deployments",
        line ->
            line.startsWith("{\"type\":\"MODIFIED\"")
                && line.contains("\"image\":\"" + image + "\""));
  }

  /** Returns the arrival time of the app as a {@link System#nanoTime()} value. */
  long arrivalNanos(String name) {
    return arrivalNanosByName.get(name);
  }

  /** Waits for all of the apps and returns the last arrival time. */
  long awaitLastArrival(List<SampleApp> samples) {
    awaitAll(samples, Benchmark.STALL_TIMEOUT);
    return samples.stream().mapToLong(s -> arrivalNanos(s.name())).max().orElseThrow();
  }

  /** Waits for all of the apps; fails if none arrives within the stall timeout. */
  void awaitAll(List<SampleApp> samples, Duration stallTimeout) {
    var lastProgress = System.nanoTime();
    var missing = Integer.MAX_VALUE;
    while (true) {
      if (watchEnded) {
        throw new IllegalStateException("the watch ended");
      }
      var remaining =
          (int) samples.stream().filter(s -> !arrivalNanosByName.containsKey(s.name())).count();
      if (remaining == 0) {
        return;
      }
      if (remaining < missing) {
        missing = remaining;
        lastProgress = System.nanoTime();
      } else if (System.nanoTime() - lastProgress > stallTimeout.toNanos()) {
        throw new IllegalStateException(remaining + " apps did not arrive");
      }
      Sleep.pollInterval();
    }
  }

  private void readWatch() {
    try {
      lines.forEach(this::recordArrival);
    } catch (UncheckedIOException closed) {
      // awaitAll reports that the watch has ended.
    } finally {
      watchEnded = true;
    }
  }

  private void recordArrival(String line) {
    var name = SampleApp.NAME_PATTERN.matcher(line);
    if (condition.test(line) && name.find()) {
      arrivalNanosByName.putIfAbsent(name.group(1), System.nanoTime());
    }
  }

  @Override
  public void close() {
    lines.close();
  }
}
