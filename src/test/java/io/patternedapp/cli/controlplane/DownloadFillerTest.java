package io.patternedapp.cli.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DownloadFillerTest {

  @TempDir Path temp;

  @Test
  void returnsTheDirectoryThatTheDownloadMade() throws Exception {
    Path directory = filler(to -> to.resolve("k8s"), Duration.ofMinutes(1)).fill(temp);

    assertThat(directory).isEqualTo(temp.resolve("k8s"));
  }

  @Test
  void saysTheInnermostReason() {
    UnaryOperator<Path> failing =
        to -> {
          throw new IllegalStateException("wrapped", new UnknownHostException("far.example"));
        };

    assertThatThrownBy(() -> filler(failing, Duration.ofMinutes(1)).fill(temp))
        .isInstanceOf(SourceUnavailableException.class)
        .hasMessage("java.net.UnknownHostException: far.example");
  }

  @Test
  void givesUpADownloadThatHangsAndTidiesUpWhenItEnds() throws IOException {
    Path staging = Files.createDirectory(temp.resolve("staging"));
    CountDownLatch never = new CountDownLatch(1);
    UnaryOperator<Path> hanging =
        to -> {
          awaitUninterruptibly(never);
          return to;
        };

    assertThatThrownBy(() -> filler(hanging, Duration.ofMillis(50)).fill(staging))
        .isInstanceOf(SourceUnavailableException.class)
        .hasMessageContaining("not done after");
    never.countDown();
    await().atMost(Duration.ofSeconds(10)).until(() -> Files.notExists(staging));
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static DownloadFiller filler(UnaryOperator<Path> downloader, Duration limit) {
    return new DownloadFiller(downloader, limit, Progress.silent());
  }
}
