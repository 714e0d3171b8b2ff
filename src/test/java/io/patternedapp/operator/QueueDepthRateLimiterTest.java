package io.patternedapp.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QueueDepthRateLimiterTest {

  private int queued;
  private final QueueDepthRateLimiter rateLimiter = new QueueDepthRateLimiter(() -> queued);

  @Test
  void shortQueueIsNotRateLimited() {
    queued = QueueDepthRateLimiter.MAX_QUEUED - 1;

    assertThat(rateLimit()).isEmpty();
  }

  @Test
  void longQueueDefersAppsWithGrowingDelay() {
    queued = QueueDepthRateLimiter.MAX_QUEUED;

    assertThat(rateLimit()).contains(Duration.ofMillis(250));
    assertThat(rateLimit()).contains(Duration.ofMillis(252));
    assertThat(rateLimit()).contains(Duration.ofMillis(254));
  }

  @Test
  void deferralDelayResetsWhenQueueDrains() {
    queued = QueueDepthRateLimiter.MAX_QUEUED;
    rateLimit();
    rateLimit();
    queued = QueueDepthRateLimiter.MAX_QUEUED / 2 - 1;
    assertThat(rateLimit()).isEmpty();

    queued = QueueDepthRateLimiter.MAX_QUEUED;

    assertThat(rateLimit()).contains(Duration.ofMillis(250));
  }

  private Optional<Duration> rateLimit() {
    return rateLimiter.isLimited(rateLimiter.initState());
  }
}
