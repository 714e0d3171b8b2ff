package io.patternedapp.cli.controlplane.binaries;

/** The cache directory, filled by an earlier run. */
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
                    "no kube-apiserver and etcd in " + cache.directory(),
                    "put the executables kube-apiserver and etcd into " + cache.directory()));
  }
}
