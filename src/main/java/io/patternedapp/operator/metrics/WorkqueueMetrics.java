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
public final class WorkqueueMetrics implements Metrics {

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

  private final Map<ResourceID, Long> firstEventTimes = new ConcurrentHashMap<>();
  private final Map<ResourceID, Long> queuedSince = new ConcurrentHashMap<>();
  private final Map<ResourceID, Long> runningSince = new ConcurrentHashMap<>();
  private final Leadership leadership;
  private final Function<Exception, ReconcileOutcome> outcomeClassifier;
  private final LongSupplier nanoTime;
  private final Timer latency;
  private final Map<ReconcileOutcome, Timer> durations = new EnumMap<>(ReconcileOutcome.class);
  private volatile long lastProgress;

  /**
   * Registers its meters.
   *
   * @param leadership what a standby does is not counted: it looks at no app
   * @param outcomeClassifier tells the result from what a reconcile threw
   */
  public WorkqueueMetrics(
      MeterRegistry registry,
      Leadership leadership,
      Function<Exception, ReconcileOutcome> outcomeClassifier,
      LongSupplier nanoTime) {
    this.leadership = leadership;
    this.outcomeClassifier = outcomeClassifier;
    this.nanoTime = nanoTime;
    this.lastProgress = nanoTime.getAsLong();
    Gauge.builder("patternedapp.workqueue.depth", queuedSince, Map::size)
        .description("Apps that wait for a free thread")
        .register(registry);
    Gauge.builder("patternedapp.workqueue.running", runningSince, Map::size)
        .description("Apps that are being reconciled")
        .register(registry);
    latency =
        Timer.builder("patternedapp.workqueue.latency")
            .description("From the first event about an app to the start of its reconcile")
            .serviceLevelObjectives(BUCKETS)
            .register(registry);
    for (var outcome : ReconcileOutcome.values()) {
      durations.put(
          outcome,
          Timer.builder("patternedapp.reconcile.duration")
              .description("Reconciles by their result")
              .tag("result", outcome.label())
              .serviceLevelObjectives(BUCKETS)
              .register(registry));
    }
  }

  /** How many apps wait for a free thread. */
  public int depth() {
    return queuedSince.size();
  }

  /** For how long work has been there of which nothing began or ended; zero when none is there. */
  public Duration stalledFor() {
    return queuedSince.isEmpty() && runningSince.isEmpty()
        ? Duration.ZERO
        : Duration.ofNanos(nanoTime.getAsLong() - lastProgress);
  }

  /** How long the reconcile has run that began first of those that still run. */
  public Duration longestRunningReconcile() {
    return runningSince.values().stream()
        .map(start -> Duration.ofNanos(nanoTime.getAsLong() - start))
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  @Override
  public void receivedEvent(Event event, Map<String, Object> metadata) {
    firstEventTimes.putIfAbsent(event.getRelatedCustomResourceID(), nanoTime.getAsLong());
  }

  @Override
  public void reconcileCustomResource(
      HasMetadata resource, RetryInfo retryInfo, Map<String, Object> metadata) {
    var now = nanoTime.getAsLong();
    if (queuedSince.isEmpty() && runningSince.isEmpty()) {
      lastProgress = now;
    }
    queuedSince.put(ResourceID.fromResource(resource), now);
  }

  @Override
  public void reconciliationExecutionStarted(HasMetadata resource, Map<String, Object> metadata) {
    var id = ResourceID.fromResource(resource);
    var now = nanoTime.getAsLong();
    lastProgress = now;
    runningSince.put(id, now);
    queuedSince.remove(id);
    var event = firstEventTimes.remove(id);
    if (event != null && leadership.isLeader()) {
      latency.record(Duration.ofNanos(now - event));
    }
  }

  @Override
  public void reconciliationExecutionFinished(HasMetadata resource, Map<String, Object> metadata) {
    var id = ResourceID.fromResource(resource);
    lastProgress = nanoTime.getAsLong();
    runningSince.remove(id);
    queuedSince.remove(id);
  }

  @Override
  public void cleanupDoneFor(ResourceID id, Map<String, Object> metadata) {
    firstEventTimes.remove(id);
    queuedSince.remove(id);
  }

  @Override
  public <T> T timeControllerExecution(ControllerExecution<T> execution) throws Exception {
    if (!leadership.isLeader()) {
      return execution.execute();
    }
    var start = nanoTime.getAsLong();
    var outcome = ReconcileOutcome.SUCCESS;
    try {
      return execution.execute();
    } catch (Exception e) {
      outcome = outcomeClassifier.apply(e);
      throw e;
    } finally {
      timer(outcome).record(Duration.ofNanos(nanoTime.getAsLong() - start));
    }
  }

  private Timer timer(ReconcileOutcome outcome) {
    var timer = durations.get(outcome);
    if (timer == null) {
      throw new IllegalStateException("no timer for " + outcome);
    }
    return timer;
  }
}
