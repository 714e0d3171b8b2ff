package io.patternedapp.apiserver.support;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The time of day and what it was put forward or back. */
public final class SkewedClock extends Clock {

  private volatile Duration skew = Duration.ZERO;

  public void jump(Duration by) {
    skew = skew.plus(by);
  }

  @Override
  public Instant instant() {
    return Instant.now().plus(skew);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
