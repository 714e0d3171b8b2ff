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
 * Downloads the programs with kube-api-test: the newest published patch of our Kubernetes minor
 * version.
 */
final class DownloadInstaller implements BinaryCache.BinaryInstaller {

  private static final Duration DOWNLOAD_TIMEOUT = Duration.ofMinutes(5);
  private static final String REMEDY =
      "let this machine reach the Internet, and set -Dhttps.proxyHost and -Dhttps.proxyPort if it"
          + " needs a proxy";

  private final UnaryOperator<Path> downloader;
  private final Duration timeout;
  private final ProgressListener progress;

  /**
   * @param downloader given a directory, downloads into it, and returns the one that holds the
   *     programs
   * @param limit after which a download is given up
   */
  DownloadInstaller(UnaryOperator<Path> downloader, Duration limit, ProgressListener progress) {
    this.downloader = downloader;
    this.timeout = limit;
    this.progress = progress;
  }

  /**
   * @param version such as {@code 1.34.4}; any patch of {@code 1.34} may come
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
    CountDownLatch ended = new CountDownLatch(1);
    download.whenComplete((directory, problem) -> ended.countDown());
    if (!new PollingWait(activity, timeout, progress).until(ended::await)) {
      download.whenComplete((directory, problem) -> deleteStaging(staging));
      throw new SourceUnavailableException(
          "not done after " + timeout.toSeconds() + " seconds", REMEDY);
    }
    try {
      return download.join();
    } catch (CompletionException e) {
      throw new SourceUnavailableException(rootCause(e).toString(), REMEDY);
    }
  }

  /** A daemon, since a download that hangs cannot be interrupted and must not keep the JVM up. */
  private static void runInDaemonThread(Runnable download) {
    Thread thread = new Thread(download, "controlplane-download");
    thread.setDaemon(true);
    thread.start();
  }

  private static void deleteStaging(Path staging) {
    try {
      FileTrees.deleteRecursively(staging);
    } catch (IOException e) {
      // The next process that fills the cache deletes what is left.
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
