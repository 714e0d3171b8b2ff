package io.patternedapp.cli.controlplane.binaries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternedapp.cli.process.JvmProcess;
import io.patternedapp.cli.process.ProgressListener;
import io.patternedapp.cli.process.RecordingProgressListener;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BinaryCacheTest {

  @TempDir Path temp;

  private final RecordingProgressListener progress = new RecordingProgressListener();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private Path root;
  private BinaryCache cache;

  @BeforeEach
  void create() {
    root = temp.resolve("controlplane");
    cache = new BinaryCache(root, "1.2.3");
  }

  @AfterEach
  void endThreads() {
    threads.shutdownNow();
  }

  @Test
  void binaryCacheIsEmptyUntilFilled() throws Exception {
    assertThat(cache.find()).isEmpty();

    ControlPlaneBinaries binaries = cache.install(BinaryCacheTest::createPrograms, true, progress);

    assertThat(binaries.isComplete()).isTrue();
    assertThat(binaries.etcd()).startsWith(root.resolve("1.2.3"));
    assertThat(cache.find()).contains(binaries);
    assertThat(stagingDirectories()).isEmpty();
  }

  @Test
  void failedBinaryCacheFillLeavesNoFiles() throws Exception {
    BinaryCache.BinaryInstaller failing =
        staging -> {
          FakeBinaries.createBoth(staging.resolve("half"));
          throw new SourceUnavailableException("no", "none");
        };

    assertThatThrownBy(() -> cache.install(failing, true, progress))
        .isInstanceOf(SourceUnavailableException.class);

    assertThat(cache.directory()).doesNotExist();
    assertThat(stagingDirectories()).isEmpty();
  }

  @Test
  void incompleteBinariesAreNotPublishedToTheCache() throws Exception {
    BinaryCache.BinaryInstaller half =
        staging ->
            FakeBinaries.createScript(staging.resolve("out").resolve("etcd"), "exit 0").getParent();

    assertThatThrownBy(() -> cache.install(half, true, progress))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("kube-apiserver");

    assertThat(cache.directory()).doesNotExist();
  }

  @Test
  void incompleteBinaryCacheDirectoryIsReplaced() throws Exception {
    FakeBinaries.createScript(cache.directory().resolve("etcd"), "old");
    assertThat(cache.find()).isEmpty();

    ControlPlaneBinaries binaries = cache.install(BinaryCacheTest::createPrograms, true, progress);

    assertThat(binaries.etcd()).content().doesNotContain("old");
  }

  @Test
  void binaryCacheFillWithoutReuseReplacesExistingBinaries() throws Exception {
    FakeBinaries.createScript(cache.directory().resolve("etcd"), "old");
    FakeBinaries.createScript(cache.directory().resolve("kube-apiserver"), "old");

    ControlPlaneBinaries binaries = cache.install(BinaryCacheTest::createPrograms, false, progress);

    assertThat(binaries.etcd()).content().doesNotContain("old");
    assertThat(stagingDirectories()).isEmpty();
  }

  @Test
  void staleStagingDirectoryIsDeletedByTheNextFill() throws Exception {
    Path leftover = root.resolve(".staging-123").resolve("programs");
    FakeBinaries.createBoth(leftover);

    cache.install(BinaryCacheTest::createPrograms, true, progress);

    assertThat(leftover).doesNotExist();
  }

  @Test
  void concurrentBinaryCacheFillsRunOnceAndShareTheResult() throws Exception {
    AtomicInteger fills = new AtomicInteger();
    CountDownLatch filling = new CountDownLatch(1);
    CountDownLatch proceed = new CountDownLatch(1);
    BinaryCache.BinaryInstaller slow =
        staging -> {
          fills.incrementAndGet();
          filling.countDown();
          proceed.await();
          return createPrograms(staging);
        };

    Future<ControlPlaneBinaries> first = threads.submit(() -> cache.install(slow, true, progress));
    filling.await();
    CountDownLatch waiting = new CountDownLatch(1);
    Future<ControlPlaneBinaries> second =
        threads.submit(() -> cache.install(slow, true, line -> waiting.countDown()));
    waiting.await();
    proceed.countDown();

    assertThat(first.get()).isEqualTo(second.get());
    assertThat(fills).hasValue(1);
  }

  @Test
  void binaryCacheFillWaitsForTheLockOfAnotherProcess() throws Exception {
    Files.createDirectories(root);
    Process other =
        JvmProcess.processBuilder(LockHolder.class, root.resolve(".lock").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = other.inputReader()) {
      assertThat(output.readLine()).isEqualTo("locked");
      CountDownLatch waiting = new CountDownLatch(1);
      Future<ControlPlaneBinaries> fill =
          threads.submit(
              () ->
                  cache.install(
                      BinaryCacheTest::createPrograms,
                      true,
                      line -> {
                        progress.onProgress(line);
                        waiting.countDown();
                      }));
      waiting.await();
      assertThat(fill).isNotDone();
      assertThat(progress.lines())
          .containsExactly("Waiting for another process that installs kube-apiserver and etcd");

      other.getOutputStream().close();

      assertThat(fill.get(30, TimeUnit.SECONDS).isComplete()).isTrue();
    } finally {
      other.destroyForcibly();
    }
  }

  /** Holds a lock until standard input is closed. */
  static final class LockHolder {
    @SuppressWarnings("try") // held, not used
    public static void main(String[] arguments) throws Exception {
      try (CacheLock lock =
          CacheLock.acquire(
              Path.of(arguments[0]), Duration.ofSeconds(10), ProgressListener.noOp())) {
        System.out.println("locked");
        System.in.read();
      }
    }
  }

  private static Path createPrograms(Path staging) throws IOException {
    Path out = staging.resolve("out");
    FakeBinaries.createBoth(out);
    return out;
  }

  private List<Path> stagingDirectories() throws IOException {
    try (Stream<Path> files = Files.list(root)) {
      return files.filter(file -> file.getFileName().toString().startsWith(".staging")).toList();
    }
  }
}
