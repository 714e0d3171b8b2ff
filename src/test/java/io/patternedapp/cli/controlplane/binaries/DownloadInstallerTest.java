package io.patternedapp.cli.controlplane.binaries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.patternedapp.cli.process.ProgressListener;
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
class DownloadInstallerTest {

  @TempDir Path temp;

  @Test
  void downloadReturnsTheDirectoryItCreated() throws Exception {
    Path directory = withDownloader(to -> to.resolve("k8s"), Duration.ofMinutes(1)).install(temp);

    assertThat(directory).isEqualTo(temp.resolve("k8s"));
  }

  @Test
  void downloadFailureReportsTheRootCause() {
    UnaryOperator<Path> failing =
        to -> {
          throw new IllegalStateException("wrapped", new UnknownHostException("far.example"));
        };

    assertThatThrownBy(() -> withDownloader(failing, Duration.ofMinutes(1)).install(temp))
        .isInstanceOf(SourceUnavailableException.class)
        .hasMessage("java.net.UnknownHostException: far.example");
  }

  @Test
  void hangingDownloadTimesOutAndIsCleanedUpWhenItEnds() throws IOException {
    Path staging = Files.createDirectory(temp.resolve("staging"));
    CountDownLatch release = new CountDownLatch(1);
    UnaryOperator<Path> hanging =
        to -> {
          awaitUninterruptibly(release);
          return to;
        };

    assertThatThrownBy(() -> withDownloader(hanging, Duration.ofMillis(50)).install(staging))
        .isInstanceOf(SourceUnavailableException.class)
        .hasMessageContaining("did not finish within");
    release.countDown();
    await().atMost(Duration.ofSeconds(10)).until(() -> Files.notExists(staging));
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static DownloadInstaller withDownloader(UnaryOperator<Path> downloader, Duration limit) {
    return new DownloadInstaller(downloader, limit, ProgressListener.noOp());
  }
}
