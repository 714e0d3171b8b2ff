package io.patternedapp.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternedapp.api.PatternedApp;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AppTimesTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final AppTimes times = new AppTimes(Duration.ofMinutes(1));

  @Test
  void eachAppHasItsOwn() {
    times.set(app("a"), START);
    times.set(app("b"), START.plusSeconds(1));

    assertThat(times.of(app("a"))).contains(START);
    assertThat(times.of(app("b"))).contains(START.plusSeconds(1));
    assertThat(times.of(app("c"))).isEmpty();
  }

  @Test
  void theLastOneCounts() {
    times.set(app("a"), START);
    times.set(app("a"), START.plusSeconds(5));

    assertThat(times.of(app("a"))).contains(START.plusSeconds(5));
    assertThat(times.size()).isEqualTo(1);
  }

  @Test
  void whatIsTooOldIsForgotten() {
    times.set(app("a"), START);
    times.set(app("b"), START.plusSeconds(1));

    times.set(app("c"), START.plusSeconds(61));

    assertThat(times.of(app("a"))).isEmpty();
    assertThat(times.of(app("b"))).contains(START.plusSeconds(1));
    assertThat(times.size()).isEqualTo(2);
  }

  @Test
  void oneThatWasSetAgainIsNotOld() {
    times.set(app("a"), START);
    times.set(app("b"), START.plusSeconds(1));
    times.set(app("a"), START.plusSeconds(2));

    times.set(app("c"), START.plusSeconds(62));

    assertThat(times.of(app("a"))).contains(START.plusSeconds(2));
    assertThat(times.of(app("b"))).isEmpty();
  }

  @Test
  void aClockThatWasSetBackLosesNothing() {
    times.set(app("a"), START);

    times.set(app("b"), START.minusSeconds(3600));

    assertThat(times.of(app("a"))).contains(START);
    assertThat(times.of(app("b"))).contains(START.minusSeconds(3600));
  }

  @Test
  void oneCanBeRemoved() {
    times.set(app("a"), START);

    times.remove(app("a"));

    assertThat(times.of(app("a"))).isEmpty();
  }

  private static PatternedApp app(String uid) {
    var app = new PatternedApp();
    app.getMetadata().setUid(uid);
    return app;
  }
}
