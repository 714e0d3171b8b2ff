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

/** When an independent watcher first saw each app's object as hoped for. */
final class Arrivals implements AutoCloseable {

  private final Map<String, Long> seen = new ConcurrentHashMap<>();
  private final Stream<String> lines;
  private final Predicate<String> hoped;
  private final Thread thread = new Thread(this::watch, "arrivals");
  private volatile boolean ended;

  private Arrivals(Stream<String> lines, Predicate<String> hoped) {
    this.lines = lines;
    this.hoped = hoped;
    thread.setDaemon(true);
  }

  /** Watches from now on. */
  static Arrivals of(Api api, String path, Predicate<String> hoped) {
    var version = versionOf(api.get(path + "?limit=1"));
    var lines = api.lines(path + "?watch=true&timeoutSeconds=3600&resourceVersion=" + version);
    var arrivals = new Arrivals(lines, hoped);
    arrivals.thread.start();
    return arrivals;
  }

  private static String versionOf(String list) {
    try {
      return new ObjectMapper().readTree(list).at("/metadata/resourceVersion").asText();
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Apps whose first status is there. */
  static Arrivals ofReports(Api api) {
    return of(
        api,
        "/apis/patternedapp.io/v1alpha1/patternedapps",
        line -> line.contains("\"observedGeneration\":1"));
  }

  static Arrivals ofDeployments(Api api) {
    return of(api, "/apis/apps/v1/deployments", line -> line.startsWith("{\"type\":\"ADDED\""));
  }

  static Arrivals ofDeploymentsWith(Api api, String image) {
    return of(
        api,
        "/apis/apps/v1/deployments",
        line ->
            line.startsWith("{\"type\":\"MODIFIED\"")
                && line.contains("\"image\":\"" + image + "\""));
  }

  /** In the time of {@link System#nanoTime()}. */
  long of(String name) {
    return seen.get(name);
  }

  /** Waits for all of these; when the last came. */
  long last(List<Sample> samples) {
    await(samples, Benchmark.PATIENCE);
    return samples.stream().mapToLong(s -> of(s.name())).max().orElseThrow();
  }

  /** Waits for all of these; fails when too much time passes without any. */
  void await(List<Sample> samples, Duration patience) {
    var last = System.nanoTime();
    var missing = Integer.MAX_VALUE;
    while (true) {
      if (ended) {
        throw new IllegalStateException("the watch ended");
      }
      var now = (int) samples.stream().filter(s -> !seen.containsKey(s.name())).count();
      if (now == 0) {
        return;
      }
      if (now < missing) {
        missing = now;
        last = System.nanoTime();
      } else if (System.nanoTime() - last > patience.toNanos()) {
        throw new IllegalStateException(now + " never came");
      }
      Waits.briefly();
    }
  }

  private void watch() {
    try {
      lines.forEach(this::look);
    } catch (UncheckedIOException closed) {
      // Whoever still waits is told.
    } finally {
      ended = true;
    }
  }

  private void look(String line) {
    var name = Sample.NAME.matcher(line);
    if (hoped.test(line) && name.find()) {
      seen.putIfAbsent(name.group(1), System.nanoTime());
    }
  }

  @Override
  public void close() {
    lines.close();
  }
}
