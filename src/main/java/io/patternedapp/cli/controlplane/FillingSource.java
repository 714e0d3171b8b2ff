package io.patternedapp.cli.controlplane;

import java.io.IOException;
import java.util.concurrent.TimeoutException;

/** Gets the programs in some slow way, once, and keeps them in the cache. */
final class FillingSource implements BinarySource {

  private final BinaryCache cache;
  private final BinaryCache.Filler filler;
  private final boolean reuse;
  private final Progress progress;

  /**
   * @param reuse whether programs that another process put into the cache meanwhile will do
   */
  FillingSource(BinaryCache cache, BinaryCache.Filler filler, boolean reuse, Progress progress) {
    this.cache = cache;
    this.filler = filler;
    this.reuse = reuse;
    this.progress = progress;
  }

  @Override
  public ControlPlaneBinaries find() throws SourceUnavailableException {
    try {
      return cache.fill(filler, reuse, progress);
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
