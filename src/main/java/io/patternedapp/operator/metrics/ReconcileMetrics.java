package io.patternedapp.operator.metrics;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
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
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Records the depth of the work queue, the latency from event to reconcile, and the duration of
 * reconciles.
 */
public final class ReconcileMetrics implements Metrics {

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
  private final Leadership leadership;
  private final Function<Exception, ReconcileOutcome> outcomeClassifier;
  private final LongSupplier nanoTime;
  private final Timer latency;
  private final Map<ReconcileOutcome, Timer> durations = new EnumMap<>(ReconcileOutcome.class);

  /**
   * Registers the meters.
   *
   * @param depth the number of apps that wait for a reconcile thread
   * @param running the number of apps that are being reconciled
   * @param leadership a standby records neither latency nor durations, as it reconciles no app
   * @param outcomeClassifier maps the exception of a failed reconcile to its outcome
   */
  public ReconcileMetrics(
      MeterRegistry registry,
      IntSupplier depth,
      IntSupplier running,
      Leadership leadership,
      Function<Exception, ReconcileOutcome> outcomeClassifier,
      LongSupplier nanoTime) {
    this.leadership = leadership;
    this.outcomeClassifier = outcomeClassifier;
    this.nanoTime = nanoTime;
    Gauge.builder("patternedapp.workqueue.depth", depth, IntSupplier::getAsInt)
        .description("Apps that wait for a free thread")
        .strongReference(true)
        .register(registry);
    Gauge.builder("patternedapp.workqueue.running", running, IntSupplier::getAsInt)
        .description("Apps that are being reconciled")
        .strongReference(true)
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
              .description("Reconciles by result")
              .tag("result", outcome.label())
              .serviceLevelObjectives(BUCKETS)
              .register(registry));
    }
  }

  @Override
  public void receivedEvent(Event event, Map<String, Object> metadata) {
    firstEventTimes.putIfAbsent(event.getRelatedCustomResourceID(), nanoTime.getAsLong());
  }

  @Override
  public void reconciliationExecutionStarted(HasMetadata resource, Map<String, Object> metadata) {
    var firstEvent = firstEventTimes.remove(ResourceID.fromResource(resource));
    if (firstEvent != null && leadership.isLeader()) {
      latency.record(Duration.ofNanos(nanoTime.getAsLong() - firstEvent));
    }
  }

  @Override
  public void cleanupDoneFor(ResourceID id, Map<String, Object> metadata) {
    firstEventTimes.remove(id);
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
