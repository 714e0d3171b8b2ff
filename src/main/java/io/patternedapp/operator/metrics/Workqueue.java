package io.patternedapp.operator.metrics;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.patternedapp.operator.leader.Leadership;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Follows each app from an event to the end of its reconcile. */
public final class Workqueue implements Metrics {

  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(60)
  };

  private final Map<ResourceID, Long> events = new ConcurrentHashMap<>();
  private final Map<ResourceID, Long> waiting = new ConcurrentHashMap<>();
  private final Map<ResourceID, Long> running = new ConcurrentHashMap<>();
  private final Leadership leadership;
  private final Function<Exception, Result> failures;
  private final LongSupplier nanoTime;
  private final Timer latency;
  private final Map<Result, Timer> durations = new EnumMap<>(Result.class);
  private volatile long moved;

  /**
   * Registers its meters.
   *
   * @param leadership what a standby does is not counted: it looks at no app
   * @param failures tells the result from what a reconcile threw
   */
  public Workqueue(
      MeterRegistry registry,
      Leadership leadership,
      Function<Exception, Result> failures,
      LongSupplier nanoTime) {
    this.leadership = leadership;
    this.failures = failures;
    this.nanoTime = nanoTime;
    this.moved = nanoTime.getAsLong();
    Gauge.builder("patternedapp.workqueue.depth", waiting, Map::size)
        .description("Apps that wait for a free thread")
        .register(registry);
    Gauge.builder("patternedapp.workqueue.running", running, Map::size)
        .description("Apps that are being reconciled")
        .register(registry);
    latency =
        Timer.builder("patternedapp.workqueue.latency")
            .description("From the first event about an app to the start of its reconcile")
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
    for (var result : Result.values()) {
      durations.put(
          result,
          Timer.builder("patternedapp.reconcile.duration")
              .description("Reconciles by their result")
              .tag("result", result.label())
              .serviceLevelObjectives(BUCKETS)
              .register(registry));
    }
  }

  /** How many apps wait for a free thread. */
  public int waiting() {
    return waiting.size();
  }

  /** For how long work has been there of which nothing began or ended; zero when none is there. */
  public Duration stuckFor() {
    return waiting.isEmpty() && running.isEmpty()
        ? Duration.ZERO
        : Duration.ofNanos(nanoTime.getAsLong() - moved);
  }

  /** How long the reconcile has run that began first of those that still run. */
  public Duration longestRun() {
    return running.values().stream()
        .map(start -> Duration.ofNanos(nanoTime.getAsLong() - start))
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  @Override
  public void receivedEvent(Event event, Map<String, Object> metadata) {
    events.putIfAbsent(event.getRelatedCustomResourceID(), nanoTime.getAsLong());
  }

  @Override
  public void reconcileCustomResource(
      HasMetadata resource, RetryInfo retryInfo, Map<String, Object> metadata) {
    var now = nanoTime.getAsLong();
    if (waiting.isEmpty() && running.isEmpty()) {
      moved = now;
    }
    waiting.put(ResourceID.fromResource(resource), now);
  }

  @Override
  public void reconciliationExecutionStarted(HasMetadata resource, Map<String, Object> metadata) {
    var id = ResourceID.fromResource(resource);
    var now = nanoTime.getAsLong();
    moved = now;
    running.put(id, now);
    waiting.remove(id);
    var event = events.remove(id);
    if (event != null && leadership.holds()) {
      latency.record(Duration.ofNanos(now - event));
    }
  }

  @Override
  public void reconciliationExecutionFinished(HasMetadata resource, Map<String, Object> metadata) {
    var id = ResourceID.fromResource(resource);
    moved = nanoTime.getAsLong();
    running.remove(id);
    waiting.remove(id);
  }

  @Override
  public void cleanupDoneFor(ResourceID id, Map<String, Object> metadata) {
    events.remove(id);
    waiting.remove(id);
  }

  @Override
  public <T> T timeControllerExecution(ControllerExecution<T> execution) throws Exception {
    if (!leadership.holds()) {
      return execution.execute();
    }
    var start = nanoTime.getAsLong();
    var result = Result.SUCCESS;
    try {
      return execution.execute();
    } catch (Exception e) {
      result = failures.apply(e);
      throw e;
    } finally {
      timer(result).record(Duration.ofNanos(nanoTime.getAsLong() - start));
    }
  }

  private Timer timer(Result result) {
    var timer = durations.get(result);
    if (timer == null) {
      throw new IllegalStateException("no timer for " + result);
    }
    return timer;
  }
}
