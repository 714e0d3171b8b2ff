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
final class Backlog implements RateLimiter<Backlog.None> {

  /** Some 10 MiB. */
  static final int MOST = 1_000;

  private static final Duration FIRST = Duration.ofMillis(250);

  /** Faster than apps are looked at where nothing changed. */
  private static final Duration NEXT = Duration.ofMillis(2);

  /** No app has a limit of its own. */
  enum None implements RateLimitState {
    NONE
  }

  private final IntSupplier waiting;
  private final AtomicInteger putOff = new AtomicInteger();

  /**
   * A bound.
   *
   * @param waiting how many apps wait for a thread
   */
  Backlog(IntSupplier waiting) {
    this.waiting = waiting;
  }

  @Override
  public Optional<Duration> isLimited(RateLimitState state) {
    int now = waiting.getAsInt();
    if (now < MOST / 2) {
      putOff.set(0);
    }
    return now < MOST
        ? Optional.empty()
        : Optional.of(FIRST.plus(NEXT.multipliedBy(putOff.getAndIncrement())));
  }

  @Override
  public None initState() {
    return None.NONE;
  }
}
