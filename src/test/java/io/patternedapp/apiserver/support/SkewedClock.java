package io.patternedapp.apiserver.support;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that tests can move forward and back. */
public final class SkewedClock extends Clock {

  private volatile Duration skew = Duration.ZERO;

  public void jump(Duration offset) {
    skew = skew.plus(offset);
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
