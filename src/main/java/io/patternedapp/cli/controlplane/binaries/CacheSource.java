package io.patternedapp.cli.controlplane.binaries;

/** What an earlier run put into the cache. */
final class CacheSource implements BinarySource {

  private final BinaryCache cache;

  CacheSource(BinaryCache cache) {
    this.cache = cache;
  }

  @Override
  public ControlPlaneBinaries find() throws SourceUnavailableException {
    return cache
        .find()
        .orElseThrow(
            () ->
                new SourceUnavailableException(
                    "nothing in " + cache.directory() + " yet",
                    "put executable files kube-apiserver and etcd into " + cache.directory()));
  }
}
