package io.patternedapp.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Tracks which apps are queued or being reconciled. The rate limiter, the health checks and the
 * metrics read it.
 *
 * <p>JOSDK does not expose its executor's queue, so the state is derived from the {@link Metrics}
 * callbacks.
 */
final class WorkqueueState implements Metrics {

  private final Map<ResourceID, Long> queuedSince = new ConcurrentHashMap<>();
  private final Map<ResourceID, Long> runningSince = new ConcurrentHashMap<>();
  private final LongSupplier nanoTime;
  private volatile long lastProgress;

  WorkqueueState(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.lastProgress = nanoTime.getAsLong();
  }

  /** Returns the number of apps that wait for a reconcile thread. */
  int depth() {
    return queuedSince.size();
  }

  /** Returns the number of apps that are being reconciled. */
  int running() {
    return runningSince.size();
  }

  /**
   * Returns the time since a reconcile last started or finished; zero when no app is queued or
   * running.
   */
  Duration stalledFor() {
    return queuedSince.isEmpty() && runningSince.isEmpty()
        ? Duration.ZERO
        : Duration.ofNanos(nanoTime.getAsLong() - lastProgress);
  }

  /** Returns how long the oldest running reconcile has run; zero when none is running. */
  Duration longestRunningReconcile() {
    return runningSince.values().stream()
        .map(start -> Duration.ofNanos(nanoTime.getAsLong() - start))
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
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
  }

  @Override
  public void reconciliationExecutionFinished(HasMetadata resource, Map<String, Object> metadata) {
    var id = ResourceID.fromResource(resource);
    lastProgress = nanoTime.getAsLong();
    runningSince.remove(id);
    // JOSDK finishes an app that was deleted while it was queued without starting it.
    queuedSince.remove(id);
  }

  @Override
  public void cleanupDoneFor(ResourceID id, Map<String, Object> metadata) {
    queuedSince.remove(id);
  }
}
