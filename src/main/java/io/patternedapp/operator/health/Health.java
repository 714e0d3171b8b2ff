package io.patternedapp.operator.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks readiness and liveness. Call {@link #sample} often: a watch is closed for milliseconds
 * each time that it is renewed, and for longer while the API server is down, so the checks depend
 * on how long it has been closed.
 */
// Workaround: JOSDK's InformerHealthIndicator reports an informer as unhealthy while its watch is
// being renewed (operator-framework/java-operator-sdk PR 3395, quarkiverse/quarkus-operator-sdk
// issue 1174); cost without: readiness and liveness fail every few minutes; remove when JOSDK 5.2.4
// or 5.3 is used and a lost watch is detected elsewhere. See docs/adr/0017-health-from-watches.md.
public final class Health {

  private static final Logger LOG = LoggerFactory.getLogger(Health.class);

  /**
   * How long a watch may be closed before the operator is not ready; a renewal takes milliseconds.
   */
  static final Duration READINESS_GRACE = Duration.ofSeconds(20);

  /** How long one watch may be closed, while others are open, before it counts as dead. */
  static final Duration WATCH_TIMEOUT = Duration.ofMinutes(5);

  /** How long the work queue may make no progress; more than the client's timeouts and retries. */
  static final Duration PROGRESS_TIMEOUT = Duration.ofMinutes(5);

  /** How long a reconcile may run: it sends a few requests, each of which times out. */
  static final Duration RECONCILE_TIMEOUT = Duration.ofMinutes(15);

  private final Supplier<List<InformerStatus>> informers;
  private final Supplier<Duration> stalledFor;
  private final Supplier<Duration> longestRunningReconcile;
  private final LongSupplier nanoTime;
  private final Map<String, Long> watchLostAt = new HashMap<>();
  private List<InformerStatus> lastSample = List.of();
  private volatile boolean stopping;

  /**
   * @param informers the status of all informers; empty before they are started
   * @param stalledFor the time since a reconcile last started or finished; zero without work
   * @param longestRunningReconcile how long the oldest running reconcile has run
   * @param nanoTime the monotonic clock
   */
  public Health(
      Supplier<List<InformerStatus>> informers,
      Supplier<Duration> stalledFor,
      Supplier<Duration> longestRunningReconcile,
      LongSupplier nanoTime) {
    this.informers = informers;
    this.stalledFor = stalledFor;
    this.longestRunningReconcile = longestRunningReconcile;
    this.nanoTime = nanoTime;
  }

  /** Records which watches are open. */
  public synchronized void sample() {
    lastSample = informers.get();
    lastSample.forEach(this::recordWatch);
  }

  /** Marks the operator as shutting down: not ready, and a stopped informer is not a failure. */
  public void markStopping() {
    stopping = true;
  }

  /** Returns the reasons to restart the operator; empty when it is live. */
  public synchronized List<String> livenessFailures() {
    var failures = new ArrayList<String>();
    if (stopping) {
      return failures;
    }
    lastSample.stream()
        .filter(informer -> !informer.running() && informer.synced())
        .forEach(informer -> failures.add("informer stopped: " + informer.name()));
    if (lastSample.stream().anyMatch(InformerStatus::watching)) {
      listWithoutWatchFor(WATCH_TIMEOUT).forEach(name -> failures.add("no open watch: " + name));
    }
    describeIfExceeded(stalledFor.get(), PROGRESS_TIMEOUT, "work queue made no progress")
        .ifPresent(failures::add);
    describeIfExceeded(
            longestRunningReconcile.get(), RECONCILE_TIMEOUT, "a reconcile has been running")
        .ifPresent(failures::add);
    return failures;
  }

  /** Returns the reasons why the operator is not ready; empty when it is ready. */
  public synchronized List<String> readinessFailures() {
    if (stopping) {
      return List.of("shutting down");
    }
    if (lastSample.isEmpty()) {
      return List.of("starting");
    }
    var failures = new ArrayList<String>();
    lastSample.stream()
        .filter(informer -> !informer.synced())
        .forEach(informer -> failures.add("cache not synced: " + informer.name()));
    listWithoutWatchFor(READINESS_GRACE).forEach(name -> failures.add("no open watch: " + name));
    return failures;
  }

  private void recordWatch(InformerStatus informer) {
    var name = informer.name();
    if (!informer.watching()) {
      if (watchLostAt.putIfAbsent(name, nanoTime.getAsLong()) == null) {
        LOG.debug("Watch closed: {}", name);
      }
    } else if (watchLostAt.remove(name) != null) {
      LOG.debug("Watch reopened: {}", name);
    }
  }

  private static Optional<String> describeIfExceeded(Duration time, Duration limit, String what) {
    return time.compareTo(limit) > 0
        ? Optional.of("%s for %d s".formatted(what, time.toSeconds()))
        : Optional.empty();
  }

  private List<String> listWithoutWatchFor(Duration limit) {
    return lastSample.stream()
        .map(InformerStatus::name)
        .filter(watchLostAt::containsKey)
        .filter(name -> nanoTime.getAsLong() - watchLostAt.get(name) > limit.toNanos())
        .toList();
  }
}
