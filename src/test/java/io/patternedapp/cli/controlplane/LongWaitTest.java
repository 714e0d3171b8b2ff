package io.patternedapp.cli.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LongWaitTest {

  private final AtomicLong now = new AtomicLong(Duration.ofDays(1).toNanos());
  private final RecordedProgress progress = new RecordedProgress();

  @Test
  void saysEveryTenSecondsHowLongItHasWaited() throws Exception {
    assertThat(waitOf(35).until(this::passes)).isFalse();

    assertThat(progress.lines()).containsExactly("Busy: 10 s", "Busy: 20 s", "Busy: 30 s");
  }

  @Test
  void aStepThatReturnsEarlyAddsNoLines() throws Exception {
    assertThat(waitOf(21).until((atMost, unit) -> passes(1, TimeUnit.SECONDS))).isFalse();

    assertThat(progress.lines()).containsExactly("Busy: 10 s", "Busy: 20 s");
  }

  @Test
  void endsWithTheStepThatSucceeds() throws Exception {
    long start = now.get();

    boolean succeeded =
        waitOf(60)
            .until(
                (atMost, unit) -> {
                  passes(atMost, unit);
                  return now.get() - start >= Duration.ofSeconds(20).toNanos();
                });

    assertThat(succeeded).isTrue();
    assertThat(progress.lines()).containsExactly("Busy: 10 s");
  }

  @Test
  void neverWaitsBeyondTheLimit() throws Exception {
    long start = now.get();

    waitOf(12).until(this::passes);

    assertThat(now.get() - start).isEqualTo(Duration.ofSeconds(12).toNanos());
  }

  private LongWait waitOf(int seconds) {
    return new LongWait("Busy", Duration.ofSeconds(seconds), progress, now::get);
  }

  private boolean passes(long atMost, TimeUnit unit) {
    now.addAndGet(unit.toNanos(atMost));
    return false;
  }
}
