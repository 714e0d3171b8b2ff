package io.patternedapp.cli.controlplane.binaries;

import io.patternedapp.cli.process.ProgressListener;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/** Gets the programs in some slow way, once, and keeps them in the cache. */
final class InstallingSource implements BinarySource {

  private final BinaryCache cache;
  private final BinaryCache.BinaryInstaller installer;
  private final boolean reuseCached;
  private final ProgressListener progress;

  /**
   * @param reuse whether programs that another process put into the cache meanwhile will do
   */
  InstallingSource(
      BinaryCache cache,
      BinaryCache.BinaryInstaller filler,
      boolean reuse,
      ProgressListener progress) {
    this.cache = cache;
    this.installer = filler;
    this.reuseCached = reuse;
    this.progress = progress;
  }

  @Override
  public ControlPlaneBinaries find() throws SourceUnavailableException {
    try {
      return cache.install(installer, reuseCached, progress);
    } catch (IOException e) {
      throw new SourceUnavailableException(
          "cannot fill " + cache.directory() + ": " + e,
          "make that directory writable, or set XDG_CACHE_HOME to one that is");
    } catch (TimeoutException e) {
      throw new SourceUnavailableException(
          String.valueOf(e.getMessage()), "end that process, then try again");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlPlaneUnavailableException(
          "Interrupted while getting kube-apiserver and etcd");
    }
  }
}
