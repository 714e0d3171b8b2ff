package io.patternedapp.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternedapp.api.PatternedApp;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ExpiringTimestampsTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final ExpiringTimestamps times = new ExpiringTimestamps(Duration.ofMinutes(1));

  @Test
  void timestampIsKeptPerApp() {
    times.put(app("a"), START);
    times.put(app("b"), START.plusSeconds(1));

    assertThat(times.get(app("a"))).contains(START);
    assertThat(times.get(app("b"))).contains(START.plusSeconds(1));
    assertThat(times.get(app("c"))).isEmpty();
  }

  @Test
  void laterTimestampReplacesEarlierOneOfTheSameApp() {
    times.put(app("a"), START);
    times.put(app("a"), START.plusSeconds(5));

    assertThat(times.get(app("a"))).contains(START.plusSeconds(5));
    assertThat(times.size()).isEqualTo(1);
  }

  @Test
  void timestampOlderThanTheRetentionIsDropped() {
    times.put(app("a"), START);
    times.put(app("b"), START.plusSeconds(1));

    times.put(app("c"), START.plusSeconds(61));

    assertThat(times.get(app("a"))).isEmpty();
    assertThat(times.get(app("b"))).contains(START.plusSeconds(1));
    assertThat(times.size()).isEqualTo(2);
  }

  @Test
  void timestampThatWasSetAgainIsNotDroppedEarly() {
    times.put(app("a"), START);
    times.put(app("b"), START.plusSeconds(1));
    times.put(app("a"), START.plusSeconds(2));

    times.put(app("c"), START.plusSeconds(62));

    assertThat(times.get(app("a"))).contains(START.plusSeconds(2));
    assertThat(times.get(app("b"))).isEmpty();
  }

  @Test
  void clockSetBackDropsNoTimestamp() {
    times.put(app("a"), START);

    times.put(app("b"), START.minusSeconds(3600));

    assertThat(times.get(app("a"))).contains(START);
    assertThat(times.get(app("b"))).contains(START.minusSeconds(3600));
  }

  @Test
  void removedTimestampIsAbsent() {
    times.put(app("a"), START);

    times.remove(app("a"));

    assertThat(times.get(app("a"))).isEmpty();
  }

  private static PatternedApp app(String uid) {
    var app = new PatternedApp();
    app.getMetadata().setUid(uid);
    return app;
  }
}
