package io.patternedapp.cli.controlplane.binaries;

import io.fabric8.kubeapitest.binary.OSInfo;
import io.patternedapp.cli.process.FileTrees;
import io.patternedapp.cli.process.ProgressListener;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * The directory that stores the executables between runs: {@code <root>/<Kubernetes
 * version>/<os>-<architecture>}. Executables are installed atomically, and any number of processes
 * can use the cache at the same time.
 */
final class BinaryCache {

  private static final Duration LOCK_TIMEOUT = Duration.ofMinutes(40);
  private static final String STAGING_PREFIX = ".staging-";

  private final Path root;
  private final Path directory;

  BinaryCache(Path root, String version) {
    OSInfo platform = new OSInfo();
    this.root = root;
    this.directory =
        root.resolve(version).resolve(platform.getOSName() + "-" + platform.getOSArch());
  }

  /** Returns the cache in the user's cache directory, by the XDG Base Directory Specification. */
  static BinaryCache inUserCacheDirectory(Map<String, String> environment, String version) {
    Path xdg = Path.of(environment.getOrDefault("XDG_CACHE_HOME", ""));
    Path caches = xdg.isAbsolute() ? xdg : Path.of(System.getProperty("user.home"), ".cache");
    return new BinaryCache(caches.resolve("patternedapp").resolve("controlplane"), version);
  }

  /** Installs the executables into a staging directory. */
  @FunctionalInterface
  interface BinaryInstaller {
    /**
     * Installs the executables.
     *
     * @param staging an empty directory on the file system of the cache; deleted afterward
     * @return the subdirectory with the executables, named kube-apiserver and etcd
     */
    Path install(Path staging) throws IOException, InterruptedException, SourceUnavailableException;
  }

  Path directory() {
    return directory;
  }

  Optional<ControlPlaneBinaries> find() {
    return Optional.of(ControlPlaneBinaries.inDirectory(directory))
        .filter(ControlPlaneBinaries::isComplete);
  }

  /**
   * Fills the cache. Only one process at a time does so.
   *
   * @param reuseCached whether to accept executables that another process installed while this one
   *     waited for the lock
   * @throws IOException if the cache cannot be written
   * @throws TimeoutException if another process holds the lock for too long
   */
  @SuppressWarnings("try") // the lock is held, not used
  ControlPlaneBinaries install(
      BinaryInstaller installer, boolean reuseCached, ProgressListener progress)
      throws IOException, InterruptedException, TimeoutException, SourceUnavailableException {
    Files.createDirectories(root);
    try (CacheLock lock = CacheLock.acquire(root.resolve(".lock"), LOCK_TIMEOUT, progress)) {
      Optional<ControlPlaneBinaries> present = reuseCached ? find() : Optional.empty();
      return present.isPresent() ? present.get() : installLocked(installer);
    }
  }

  private ControlPlaneBinaries installLocked(BinaryInstaller installer)
      throws IOException, InterruptedException, SourceUnavailableException {
    deleteStaleStagingDirectories();
    Path staging = Files.createTempDirectory(root, STAGING_PREFIX);
    try {
      Path installed = installer.install(staging);
      ControlPlaneBinaries binaries = ControlPlaneBinaries.inDirectory(installed);
      if (!binaries.isComplete()) {
        throw new IOException("the installation has no executable " + binaries.missingFiles());
      }
      publish(installed, staging);
    } finally {
      FileTrees.deleteRecursively(staging);
    }
    return ControlPlaneBinaries.inDirectory(directory);
  }

  /** Deletes what killed processes left behind. The lock holder owns all staging directories. */
  private void deleteStaleStagingDirectories() throws IOException {
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(root, STAGING_PREFIX + "*")) {
      for (Path leftover : leftovers) {
        FileTrees.deleteRecursively(leftover);
      }
    }
  }

  private void publish(Path installed, Path staging) throws IOException {
    Files.createDirectories(directory.getParent());
    if (Files.exists(directory)) {
      Files.move(directory, staging.resolve("replaced"), StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(installed, directory, StandardCopyOption.ATOMIC_MOVE);
  }
}
