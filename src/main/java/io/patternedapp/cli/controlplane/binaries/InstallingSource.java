package io.patternedapp.cli.controlplane.binaries;

import io.patternedapp.cli.process.ProgressListener;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/** Downloads or builds the executables and stores them in the cache. */
final class InstallingSource implements BinarySource {

  private final BinaryCache cache;
  private final BinaryCache.BinaryInstaller installer;
  private final boolean reuseCached;
  private final ProgressListener progress;

  /**
   * Creates a source.
   *
   * @param reuseCached whether to accept executables that another process installs into the cache
   *     at the same time
   */
  InstallingSource(
      BinaryCache cache,
      BinaryCache.BinaryInstaller installer,
      boolean reuseCached,
      ProgressListener progress) {
    this.cache = cache;
    this.installer = installer;
    this.reuseCached = reuseCached;
    this.progress = progress;
  }

  @Override
  public ControlPlaneBinaries find() throws SourceUnavailableException {
    try {
      return cache.install(installer, reuseCached, progress);
    } catch (IOException e) {
      throw new SourceUnavailableException(
          "cannot write to " + cache.directory() + ": " + e,
          "make that directory writable, or set XDG_CACHE_HOME to a writable directory");
    } catch (TimeoutException e) {
      throw new SourceUnavailableException(
          String.valueOf(e.getMessage()), "stop that process, then run the command again");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlPlaneUnavailableException(
          "Interrupted while installing kube-apiserver and etcd");
    }
  }
}
