package io.patternedapp.cli.controlplane;

import io.fabric8.kubeapitest.binary.BinaryDownloader;
import io.fabric8.kubeapitest.binary.OSInfo;
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
final class DownloadFiller implements BinaryCache.Filler {

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final String REMEDY =
      "let this machine reach the Internet, and set -Dhttps.proxyHost and -Dhttps.proxyPort if it"
          + " needs a proxy";

  private final UnaryOperator<Path> downloader;
  private final Duration limit;
  private final Progress progress;

  /**
   * @param downloader given a directory, downloads into it, and returns the one that holds the
   *     programs
   * @param limit after which a download is given up
   */
  DownloadFiller(UnaryOperator<Path> downloader, Duration limit, Progress progress) {
    this.downloader = downloader;
    this.limit = limit;
    this.progress = progress;
  }

  /**
   * @param version such as {@code 1.34.4}; any patch of {@code 1.34} may come
   */
  static DownloadFiller ofMinorOf(String version, Progress progress) {
    String anyPatch = version.substring(0, version.lastIndexOf('.')) + ".*";
    return new DownloadFiller(
        directory ->
            new BinaryDownloader(directory.toString(), new OSInfo())
                .downloadLatestWildcard(anyPatch)
                .toPath(),
        LIMIT,
        progress);
  }

  @Override
  public Path fill(Path staging)
      throws IOException, InterruptedException, SourceUnavailableException {
    String activity = "Downloading kube-apiserver and etcd";
    progress.line(activity);
    CompletableFuture<Path> download =
        CompletableFuture.supplyAsync(() -> downloader.apply(staging), DownloadFiller::runAside);
    CountDownLatch ended = new CountDownLatch(1);
    download.whenComplete((directory, problem) -> ended.countDown());
    if (!new LongWait(activity, limit, progress).until(ended::await)) {
      download.whenComplete((directory, problem) -> deleteLate(staging));
      throw new SourceUnavailableException(
          "not done after " + limit.toSeconds() + " seconds", REMEDY);
    }
    try {
      return download.join();
    } catch (CompletionException e) {
      throw new SourceUnavailableException(innermost(e).toString(), REMEDY);
    }
  }

  /** A daemon, since a download that hangs cannot be interrupted and must not keep the JVM up. */
  private static void runAside(Runnable download) {
    Thread thread = new Thread(download, "controlplane-download");
    thread.setDaemon(true);
    thread.start();
  }

  private static void deleteLate(Path staging) {
    try {
      Trees.delete(staging);
    } catch (IOException e) {
      // The next process that fills the cache deletes what is left.
    }
  }

  private static Throwable innermost(Throwable problem) {
    Throwable innermost = problem;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    return innermost;
  }
}
