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
 * {@link #look} is to be called often.
 */
public final class Health {

  /** Renewing a watch takes milliseconds. */
  static final Duration CONTACT_LIMIT = Duration.ofSeconds(20);

  /** One watch that stays away while others are open has died. */
  static final Duration WATCH_LIMIT = Duration.ofMinutes(5);

  /** More than the client's patience with an API server that does not answer. */
  static final Duration WORK_LIMIT = Duration.ofMinutes(5);

  /** A reconcile is some requests, each of which the client gives up at some time. */
  static final Duration RUN_LIMIT = Duration.ofMinutes(15);

  private final Supplier<List<Watch>> watches;
  private final Supplier<Duration> stuckFor;
  private final Supplier<Duration> longestRun;
  private final LongSupplier nanoTime;
  private final Map<String, Long> missing = new HashMap<>();
  private List<Watch> seen = List.of();
  private volatile boolean closing;

  /**
   * Health of what these tell of.
   *
   * @param watches all informers; empty before they are started
   * @param stuckFor for how long work has been there of which nothing began or ended
   * @param longestRun how long the oldest reconcile has run
   */
  public Health(
      Supplier<List<Watch>> watches,
      Supplier<Duration> stuckFor,
      Supplier<Duration> longestRun,
      LongSupplier nanoTime) {
    this.watches = watches;
    this.stuckFor = stuckFor;
    this.longestRun = longestRun;
    this.nanoTime = nanoTime;
  }

  /** Looks which watches are open. */
  public synchronized void look() {
    seen = watches.get();
    seen.forEach(
        watch -> {
          if (watch.watching()) {
            missing.remove(watch.name());
          } else {
            missing.putIfAbsent(watch.name(), nanoTime.getAsLong());
          }
        });
  }

  /** From now on it is not ready, and an informer that ends is no fault. */
  public void closing() {
    closing = true;
  }

  /** Why it should be started anew; empty when it is alive. */
  public synchronized List<String> dead() {
    var reasons = new ArrayList<String>();
    if (closing) {
      return reasons;
    }
    seen.stream()
        .filter(watch -> !watch.running() && watch.synced())
        .forEach(watch -> reasons.add("the informer of " + watch.name() + " has ended"));
    if (seen.stream().anyMatch(Watch::watching)) {
      missingFor(WATCH_LIMIT).forEach(name -> reasons.add("no watch is open on " + name));
    }
    overdue(stuckFor.get(), WORK_LIMIT, "work waits, and nothing has moved")
        .ifPresent(reasons::add);
    overdue(longestRun.get(), RUN_LIMIT, "a reconcile has not ended").ifPresent(reasons::add);
    return reasons;
  }

  /** Why it cannot work now; empty when it is ready. */
  public synchronized List<String> notReady() {
    if (closing) {
      return List.of("it is being stopped");
    }
    if (seen.isEmpty()) {
      return List.of("it is starting");
    }
    var reasons = new ArrayList<String>();
    seen.stream()
        .filter(watch -> !watch.synced())
        .forEach(watch -> reasons.add("the cache of " + watch.name() + " is not filled yet"));
    missingFor(CONTACT_LIMIT).forEach(name -> reasons.add("no watch is open on " + name));
    return reasons;
  }

  private static Optional<String> overdue(Duration time, Duration limit, String what) {
    return time.compareTo(limit) > 0
        ? Optional.of("%s for %d s".formatted(what, time.toSeconds()))
        : Optional.empty();
  }

  private List<String> missingFor(Duration limit) {
    return seen.stream()
        .map(Watch::name)
        .filter(missing::containsKey)
        .filter(name -> nanoTime.getAsLong() - missing.get(name) > limit.toNanos())
        .toList();
  }
}
