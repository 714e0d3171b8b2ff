package io.patternedapp.cli.controlplane.binaries;

import io.fabric8.kubeapitest.binary.BinaryDownloader;
import io.fabric8.kubeapitest.binary.OSInfo;
import io.patternedapp.cli.process.FileTrees;
import io.patternedapp.cli.process.PollingWait;
import io.patternedapp.cli.process.ProgressListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

/**
 * Downloads the executables with kube-api-test: the newest published patch release of the
 * Kubernetes minor version of {@link GoModule}.
 */
final class DownloadInstaller implements BinaryCache.BinaryInstaller {

  private static final Duration DOWNLOAD_TIMEOUT = Duration.ofMinutes(5);
  private static final String REMEDY =
      "connect this machine to the Internet; if it needs a proxy, set -Dhttps.proxyHost and"
          + " -Dhttps.proxyPort";

  private final UnaryOperator<Path> downloader;
  private final Duration timeout;
  private final ProgressListener progress;

  /**
   * Creates an installer.
   *
   * @param downloader downloads into the given directory, and returns the subdirectory with the
   *     executables
   * @param timeout the timeout of a download
   */
  DownloadInstaller(UnaryOperator<Path> downloader, Duration timeout, ProgressListener progress) {
    this.downloader = downloader;
    this.timeout = timeout;
    this.progress = progress;
  }

  /**
   * Returns an installer of the newest patch release.
   *
   * @param version a version such as {@code 1.34.4}, which selects {@code 1.34.*}
   */
  static DownloadInstaller forLatestPatchOf(String version, ProgressListener progress) {
    String anyPatch = version.substring(0, version.lastIndexOf('.')) + ".*";
    return new DownloadInstaller(
        directory ->
            new BinaryDownloader(directory.toString(), new OSInfo())
                .downloadLatestWildcard(anyPatch)
                .toPath(),
        DOWNLOAD_TIMEOUT,
        progress);
  }

  @Override
  public Path install(Path staging)
      throws IOException, InterruptedException, SourceUnavailableException {
    String activity = "Downloading kube-apiserver and etcd";
    progress.onProgress(activity);
    CompletableFuture<Path> download =
        CompletableFuture.supplyAsync(
            () -> downloader.apply(staging), DownloadInstaller::runInDaemonThread);
    CountDownLatch completed = new CountDownLatch(1);
    download.whenComplete((directory, problem) -> completed.countDown());
    if (!new PollingWait(activity, timeout, progress).until(completed::await)) {
      download.whenComplete((directory, problem) -> deleteStaging(staging));
      throw new SourceUnavailableException(
          "the download did not finish within " + timeout.toSeconds() + " seconds", REMEDY);
    }
    try {
      return download.join();
    } catch (CompletionException e) {
      throw new SourceUnavailableException(rootCause(e).toString(), REMEDY);
    }
  }

  /** Uses a daemon thread: a download cannot be interrupted and must not keep the JVM running. */
  private static void runInDaemonThread(Runnable download) {
    Thread thread = new Thread(download, "controlplane-download");
    thread.setDaemon(true);
    thread.start();
  }

  private static void deleteStaging(Path staging) {
    try {
      FileTrees.deleteRecursively(staging);
    } catch (IOException e) {
      // The next installation into the cache deletes stale staging directories.
    }
  }

  private static Throwable rootCause(Throwable problem) {
    Throwable innermost = problem;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    return innermost;
  }
}
