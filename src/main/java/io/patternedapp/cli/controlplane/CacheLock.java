package io.patternedapp.cli.controlplane;

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

/** A lock that one thread of one process on this machine holds; its end frees it. */
final class CacheLock implements AutoCloseable {

  private static final long POLL_MILLIS = 200;

  private final FileChannel channel;

  private CacheLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock, waiting for its present holder.
   *
   * @throws TimeoutException when it was not free within the limit
   */
  static CacheLock acquire(Path file, Duration limit, Progress progress)
      throws IOException, InterruptedException, TimeoutException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean acquired = false;
    try {
      acquired = tryLock(channel) || waitFor(channel, limit, progress);
      if (!acquired) {
        throw new TimeoutException(
            "another process held " + file + " for " + limit.toMinutes() + " minutes");
      }
      return new CacheLock(channel);
    } finally {
      if (!acquired) {
        channel.close();
      }
    }
  }

  private static boolean waitFor(FileChannel channel, Duration limit, Progress progress)
      throws IOException, InterruptedException {
    String activity = "Waiting for another process that gets kube-apiserver and etcd";
    progress.line(activity);
    return new LongWait(activity, limit, progress)
        .until(
            (atMost, unit) -> {
              TimeUnit.MILLISECONDS.sleep(Math.min(POLL_MILLIS, unit.toMillis(atMost)));
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
