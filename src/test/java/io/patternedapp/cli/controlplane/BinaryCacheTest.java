package io.patternedapp.cli.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

  private final RecordedProgress progress = new RecordedProgress();
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
  void isEmptyUntilFilled() throws Exception {
    assertThat(cache.find()).isEmpty();

    ControlPlaneBinaries made = cache.fill(BinaryCacheTest::programs, true, progress);

    assertThat(made.complete()).isTrue();
    assertThat(made.etcd()).startsWith(root.resolve("1.2.3"));
    assertThat(cache.find()).contains(made);
    assertThat(staged()).isEmpty();
  }

  @Test
  void aFailureLeavesNothing() throws Exception {
    BinaryCache.Filler failing =
        staging -> {
          Programs.both(staging.resolve("half"));
          throw new SourceUnavailableException("no", "none");
        };

    assertThatThrownBy(() -> cache.fill(failing, true, progress))
        .isInstanceOf(SourceUnavailableException.class);

    assertThat(cache.directory()).doesNotExist();
    assertThat(staged()).isEmpty();
  }

  @Test
  void programsThatAreNotCompleteAreNotPublished() throws Exception {
    BinaryCache.Filler half =
        staging -> Programs.script(staging.resolve("out").resolve("etcd"), "exit 0").getParent();

    assertThatThrownBy(() -> cache.fill(half, true, progress))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("kube-apiserver");

    assertThat(cache.directory()).doesNotExist();
  }

  @Test
  void anIncompleteDirectoryIsReplaced() throws Exception {
    Programs.script(cache.directory().resolve("etcd"), "old");
    assertThat(cache.find()).isEmpty();

    ControlPlaneBinaries made = cache.fill(BinaryCacheTest::programs, true, progress);

    assertThat(made.etcd()).content().doesNotContain("old");
  }

  @Test
  void withoutReuseWhatIsThereIsReplaced() throws Exception {
    Programs.script(cache.directory().resolve("etcd"), "old");
    Programs.script(cache.directory().resolve("kube-apiserver"), "old");

    ControlPlaneBinaries made = cache.fill(BinaryCacheTest::programs, false, progress);

    assertThat(made.etcd()).content().doesNotContain("old");
    assertThat(staged()).isEmpty();
  }

  @Test
  void whatAKilledProcessLeftIsDeleted() throws Exception {
    Path leftover = root.resolve(".staging-123").resolve("programs");
    Programs.both(leftover);

    cache.fill(BinaryCacheTest::programs, true, progress);

    assertThat(leftover).doesNotExist();
  }

  @Test
  void ofTwoThreadsOneFillsAndBothGetIt() throws Exception {
    AtomicInteger fills = new AtomicInteger();
    CountDownLatch filling = new CountDownLatch(1);
    CountDownLatch proceed = new CountDownLatch(1);
    BinaryCache.Filler slow =
        staging -> {
          fills.incrementAndGet();
          filling.countDown();
          proceed.await();
          return programs(staging);
        };

    Future<ControlPlaneBinaries> first = threads.submit(() -> cache.fill(slow, true, progress));
    filling.await();
    CountDownLatch waits = new CountDownLatch(1);
    Future<ControlPlaneBinaries> second =
        threads.submit(() -> cache.fill(slow, true, line -> waits.countDown()));
    waits.await();
    proceed.countDown();

    assertThat(first.get()).isEqualTo(second.get());
    assertThat(fills).hasValue(1);
  }

  @Test
  void anotherProcessIsWaitedFor() throws Exception {
    Files.createDirectories(root);
    Process other =
        Jvm.run(LockHolder.class, root.resolve(".lock").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = other.inputReader()) {
      assertThat(output.readLine()).isEqualTo("locked");
      CountDownLatch waits = new CountDownLatch(1);
      Future<ControlPlaneBinaries> fill =
          threads.submit(
              () ->
                  cache.fill(
                      BinaryCacheTest::programs,
                      true,
                      line -> {
                        progress.line(line);
                        waits.countDown();
                      }));
      waits.await();
      assertThat(fill).isNotDone();
      assertThat(progress.lines())
          .containsExactly("Waiting for another process that gets kube-apiserver and etcd");

      other.getOutputStream().close();

      assertThat(fill.get(30, TimeUnit.SECONDS).complete()).isTrue();
    } finally {
      other.destroyForcibly();
    }
  }

  /** Holds a lock until its input ends. */
  static final class LockHolder {
    @SuppressWarnings("try") // held, not used
    public static void main(String[] arguments) throws Exception {
      try (CacheLock lock =
          CacheLock.acquire(Path.of(arguments[0]), Duration.ofSeconds(10), Progress.silent())) {
        System.out.println("locked");
        System.in.read();
      }
    }
  }

  private static Path programs(Path staging) throws IOException {
    Path out = staging.resolve("out");
    Programs.both(out);
    return out;
  }

  private List<Path> staged() throws IOException {
    try (Stream<Path> files = Files.list(root)) {
      return files.filter(file -> file.getFileName().toString().startsWith(".staging")).toList();
    }
  }
}
