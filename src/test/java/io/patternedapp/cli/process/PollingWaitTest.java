package io.patternedapp.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PollingWaitTest {

  private final AtomicLong now = new AtomicLong(Duration.ofDays(1).toNanos());
  private final RecordingProgressListener progress = new RecordingProgressListener();

  @Test
  void pollingReportsProgressEveryTenSeconds() throws Exception {
    assertThat(createWait(35).until(this::advanceClock)).isFalse();

    assertThat(progress.lines()).containsExactly("Busy: 10 s", "Busy: 20 s", "Busy: 30 s");
  }

  @Test
  void shortPollsReportNoExtraProgress() throws Exception {
    assertThat(createWait(21).until((atMost, unit) -> advanceClock(1, TimeUnit.SECONDS))).isFalse();

    assertThat(progress.lines()).containsExactly("Busy: 10 s", "Busy: 20 s");
  }

  @Test
  void pollingEndsWithTheFirstSuccess() throws Exception {
    long start = now.get();

    boolean succeeded =
        createWait(60)
            .until(
                (atMost, unit) -> {
                  advanceClock(atMost, unit);
                  return now.get() - start >= Duration.ofSeconds(20).toNanos();
                });

    assertThat(succeeded).isTrue();
    assertThat(progress.lines()).containsExactly("Busy: 10 s");
  }

  @Test
  void pollingNeverExceedsItsTimeLimit() throws Exception {
    long start = now.get();

    createWait(12).until(this::advanceClock);

    assertThat(now.get() - start).isEqualTo(Duration.ofSeconds(12).toNanos());
  }

  private PollingWait createWait(int seconds) {
    return new PollingWait("Busy", Duration.ofSeconds(seconds), progress, now::get);
  }

  private boolean advanceClock(long atMost, TimeUnit unit) {
    now.addAndGet(unit.toNanos(atMost));
    return false;
  }
}
