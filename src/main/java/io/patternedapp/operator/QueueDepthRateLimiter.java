package io.patternedapp.operator;

import io.javaoperatorsdk.operator.processing.event.rate.RateLimiter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits the number of queued reconciles to 1,000. Excess reconciles are rescheduled one after
 * another; meanwhile JOSDK holds only their ResourceID.
 */
// Workaround: JOSDK's EventProcessor queues an ExecutionScope with the full resource for each
// reconcile, on an unbounded queue (operator-framework/java-operator-sdk issue 1246 proposes to
// read the resource when the reconcile starts); cost without: out of memory at a restart with
// 10,000 apps; remove when JOSDK queues ResourceIDs only. See
// docs/adr/0010-queue-depth-rate-limiter.md.
final class QueueDepthRateLimiter implements RateLimiter<QueueDepthRateLimiter.NoState> {

  private static final Logger LOG = LoggerFactory.getLogger(QueueDepthRateLimiter.class);

  /** The resources of 1,000 queued apps take about 10 MiB of heap. */
  static final int MAX_QUEUED = 1_000;

  private static final Duration BASE_DELAY = Duration.ofMillis(250);

  /** Less than the time between two reconciles without changes, so that the queue stays filled. */
  private static final Duration DELAY_STEP = Duration.ofMillis(2);

  /** The state of a single app: none, as the limit is global. */
  enum NoState implements RateLimitState {
    INSTANCE
  }

  private final IntSupplier queueDepth;
  private final AtomicInteger deferred = new AtomicInteger();

  /**
   * @param queueDepth the number of apps that wait for a reconcile thread
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
    if (depth < MAX_QUEUED) {
      return Optional.empty();
    }
    var delay = BASE_DELAY.plus(DELAY_STEP.multipliedBy(deferred.getAndIncrement()));
    LOG.debug("Deferring a reconcile by {} ms: {} apps are queued", delay.toMillis(), depth);
    return Optional.of(delay);
  }

  @Override
  public NoState initState() {
    return NoState.INSTANCE;
  }
}
