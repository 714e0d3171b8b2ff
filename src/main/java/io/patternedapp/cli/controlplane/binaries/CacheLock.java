package io.patternedapp.cli.controlplane.binaries;

import io.patternedapp.cli.process.PollingWait;
import io.patternedapp.cli.process.ProgressListener;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A file lock that one thread of one process on this machine holds. The lock is released when the
 * process exits.
 */
final class CacheLock implements AutoCloseable {

  private static final long POLL_INTERVAL_MILLIS = 200;

  private final FileChannel channel;

  private CacheLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Acquires the lock; waits for the current holder to release it.
   *
   * @throws TimeoutException if the lock is not released within the timeout
   */
  static CacheLock acquire(Path file, Duration timeout, ProgressListener progress)
      throws IOException, InterruptedException, TimeoutException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean acquired = false;
    try {
      acquired = tryLock(channel) || awaitLock(channel, timeout, progress);
      if (!acquired) {
        throw new TimeoutException(
            "another process has held " + file + " for " + timeout.toMinutes() + " minutes");
      }
      return new CacheLock(channel);
    } finally {
      if (!acquired) {
        channel.close();
      }
    }
  }

  private static boolean awaitLock(FileChannel channel, Duration timeout, ProgressListener progress)
      throws IOException, InterruptedException {
    String activity = "Waiting for another process that installs kube-apiserver and etcd";
    progress.onProgress(activity);
    return new PollingWait(activity, timeout, progress)
        .until(
            (atMost, unit) -> {
              TimeUnit.MILLISECONDS.sleep(Math.min(POLL_INTERVAL_MILLIS, unit.toMillis(atMost)));
              return tryLock(channel);
            });
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
