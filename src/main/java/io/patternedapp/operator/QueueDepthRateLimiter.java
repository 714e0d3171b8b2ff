package io.patternedapp.operator;

import io.javaoperatorsdk.operator.processing.event.rate.RateLimiter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * Bounds how many apps wait for a thread: the SDK keeps each of them whole, and the ten thousand of
 * a start would not fit into the heap. What is too much is asked for again later, the one after the
 * other; until then the SDK knows its name and no more.
 */
final class QueueDepthRateLimiter implements RateLimiter<QueueDepthRateLimiter.NoState> {

  /** Some 10 MiB. */
  static final int MAX_QUEUED = 1_000;

  private static final Duration BASE_DELAY = Duration.ofMillis(250);

  /** Faster than apps are looked at where nothing changed. */
  private static final Duration DELAY_STEP = Duration.ofMillis(2);

  /** No app has a limit of its own. */
  enum NoState implements RateLimitState {
    INSTANCE
  }

  private final IntSupplier queueDepth;
  private final AtomicInteger deferred = new AtomicInteger();

  /**
   * A bound.
   *
   * @param queueDepth how many apps wait for a thread
   */
  QueueDepthRateLimiter(IntSupplier queueDepth) {
    this.queueDepth = queueDepth;
  }

  @Override
  public Optional<Duration> isLimited(RateLimitState state) {
    int depth = queueDepth.getAsInt();
    if (depth < MAX_QUEUED / 2) {
      deferred.set(0);
    }
    return depth < MAX_QUEUED
        ? Optional.empty()
        : Optional.of(BASE_DELAY.plus(DELAY_STEP.multipliedBy(deferred.getAndIncrement())));
  }

  @Override
  public NoState initState() {
    return NoState.INSTANCE;
  }
}
