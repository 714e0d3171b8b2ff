package io.patternedapp.operator.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Whether the operator is ready, and whether it is alive. A watch is renewed every few minutes, and
 * is gone for as long as the API server is, so what counts is for how long one has been missing:
 * {@link #sample} is to be called often.
 */
public final class Health {

  /** Renewing a watch takes milliseconds. */
  static final Duration READINESS_GRACE = Duration.ofSeconds(20);

  /** One watch that stays away while others are open has died. */
  static final Duration WATCH_TIMEOUT = Duration.ofMinutes(5);

  /** More than the client's patience with an API server that does not answer. */
  static final Duration PROGRESS_TIMEOUT = Duration.ofMinutes(5);

  /** A reconcile is some requests, each of which the client gives up at some time. */
  static final Duration RECONCILE_TIMEOUT = Duration.ofMinutes(15);

  private final Supplier<List<InformerStatus>> informers;
  private final Supplier<Duration> stalledFor;
  private final Supplier<Duration> longestRunningReconcile;
  private final LongSupplier nanoTime;
  private final Map<String, Long> watchLostAt = new HashMap<>();
  private List<InformerStatus> lastSample = List.of();
  private volatile boolean stopping;

  /**
   * Health of what these tell of.
   *
   * @param informers all informers; empty before they are started
   * @param stalledFor for how long work has been there of which nothing began or ended
   * @param longestRunningReconcile how long the oldest reconcile has run
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

  /** Looks which watches are open. */
  public synchronized void sample() {
    lastSample = informers.get();
    lastSample.forEach(
        informer -> {
          if (informer.watching()) {
            watchLostAt.remove(informer.name());
          } else {
            watchLostAt.putIfAbsent(informer.name(), nanoTime.getAsLong());
          }
        });
  }

  /** From now on it is not ready, and an informer that ends is no fault. */
  public void markStopping() {
    stopping = true;
  }

  /** Why it should be started anew; empty when it is alive. */
  public synchronized List<String> livenessFailures() {
    var failures = new ArrayList<String>();
    if (stopping) {
      return failures;
    }
    lastSample.stream()
        .filter(informer -> !informer.running() && informer.synced())
        .forEach(informer -> failures.add("the informer of " + informer.name() + " has ended"));
    if (lastSample.stream().anyMatch(InformerStatus::watching)) {
      listWithoutWatchFor(WATCH_TIMEOUT)
          .forEach(name -> failures.add("no watch is open on " + name));
    }
    describeIfExceeded(stalledFor.get(), PROGRESS_TIMEOUT, "work waits, and nothing has moved")
        .ifPresent(failures::add);
    describeIfExceeded(
            longestRunningReconcile.get(), RECONCILE_TIMEOUT, "a reconcile has not ended")
        .ifPresent(failures::add);
    return failures;
  }

  /** Why it cannot work now; empty when it is ready. */
  public synchronized List<String> readinessFailures() {
    if (stopping) {
      return List.of("it is being stopped");
    }
    if (lastSample.isEmpty()) {
      return List.of("it is starting");
    }
    var failures = new ArrayList<String>();
    lastSample.stream()
        .filter(informer -> !informer.synced())
        .forEach(
            informer -> failures.add("the cache of " + informer.name() + " is not filled yet"));
    listWithoutWatchFor(READINESS_GRACE)
        .forEach(name -> failures.add("no watch is open on " + name));
    return failures;
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
