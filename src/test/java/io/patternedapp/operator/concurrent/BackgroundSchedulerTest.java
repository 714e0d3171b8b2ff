package io.patternedapp.operator.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BackgroundSchedulerTest {

  private static final Duration DELAY = Duration.ofMillis(1);

  @AutoClose private final BackgroundScheduler scheduler = new BackgroundScheduler();

  @Test
  void failedTaskRunsAgain() throws Exception {
    var runs = new CountDownLatch(3);

    scheduler.scheduleWithFixedDelay(
        "fail",
        () -> {
          runs.countDown();
          throw new IllegalStateException("a failure");
        },
        DELAY);

    assertThat(runs.await(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void blockedTaskDoesNotDelayAnotherOne() throws Exception {
    var blocked = new CountDownLatch(1);
    var runs = new CountDownLatch(3);
    scheduler.scheduleWithFixedDelay("block", () -> awaitQuietly(blocked), DELAY);

    scheduler.scheduleWithFixedDelay("count", runs::countDown, DELAY);

    assertThat(runs.await(30, TimeUnit.SECONDS)).isTrue();
    blocked.countDown();
  }

  @Test
  void tasksRunOnNamedDaemonThreads() throws Exception {
    var done = new CountDownLatch(1);
    var isDaemon = new AtomicBoolean();

    scheduler.scheduleWithFixedDelay(
        "inspect thread",
        () -> {
          var thread = Thread.currentThread();
          isDaemon.set(thread.isDaemon() && thread.getName().startsWith("background-"));
          done.countDown();
        },
        DELAY);

    assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(isDaemon).isTrue();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
