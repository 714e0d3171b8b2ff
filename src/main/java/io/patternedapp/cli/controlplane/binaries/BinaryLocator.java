package io.patternedapp.cli.controlplane.binaries;

import io.patternedapp.cli.process.ProgressListener;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Finds kube-apiserver and etcd, or installs them. Tries these sources in order and uses the first
 * that succeeds:
 *
 * <ol>
 *   <li>{@code assets}: the directory in the environment variable {@code KUBEBUILDER_ASSETS}. If
 *       the variable is set but an executable is missing, the locator fails without trying the
 *       others.
 *   <li>{@code cache}: {@code ${XDG_CACHE_HOME:-~/.cache}/patternedapp/controlplane/<Kubernetes
 *       version>/<os>-<architecture>/}.
 *   <li>{@code download}: downloads into the cache with kube-api-test; times out after 5 minutes.
 *   <li>{@code build}: builds into the cache with the Go toolchain on the PATH; takes about 5
 *       minutes on 2 cores, and times out after 30.
 * </ol>
 *
 * The environment variable {@code PATTERNEDAPP_CONTROLPLANE}, a comma-separated list of these
 * names, restricts the sources; the order does not change. If the list does not contain {@code
 * cache}, a download or build always runs and replaces the content of the cache.
 */
public final class BinaryLocator {

  private static final BinarySource EXCLUDED =
      () -> {
        throw new SourceUnavailableException(
            "excluded by " + BinarySourceName.ENVIRONMENT_VARIABLE,
            "unset " + BinarySourceName.ENVIRONMENT_VARIABLE + " to try all sources");
      };

  private final Map<BinarySourceName, BinarySource> sources;
  private final ProgressListener progress;

  BinaryLocator(Map<BinarySourceName, BinarySource> sources, ProgressListener progress) {
    this.sources = new EnumMap<>(sources);
    this.progress = progress;
  }

  /**
   * Returns a locator for the given environment variables, usually {@code System.getenv()}.
   *
   * @param environment the environment variables; {@code go build} runs with them too
   * @param progress receives each failed source with its reason, and a line every 10 seconds during
   *     a download or build
   * @throws ControlPlaneMisconfiguredException if {@code PATTERNEDAPP_CONTROLPLANE} names an
   *     unknown source
   */
  public static BinaryLocator create(Map<String, String> environment, ProgressListener progress) {
    Set<BinarySourceName> allowed = BinarySourceName.parseAllowed(environment);
    GoModule module = new GoModule();
    String version = module.kubernetesVersion();
    BinaryCache cache = BinaryCache.inUserCacheDirectory(environment, version);
    BinaryCache.BinaryInstaller download = DownloadInstaller.forLatestPatchOf(version, progress);
    BinaryCache.BinaryInstaller build = new GoBuildInstaller(module, environment, progress);
    boolean reuse = allowed.contains(BinarySourceName.CACHE);

    Map<BinarySourceName, BinarySource> sources = new EnumMap<>(BinarySourceName.class);
    sources.put(BinarySourceName.ASSETS, new AssetsSource(environment));
    sources.put(BinarySourceName.CACHE, new CacheSource(cache));
    sources.put(BinarySourceName.DOWNLOAD, new InstallingSource(cache, download, reuse, progress));
    sources.put(BinarySourceName.BUILD, new InstallingSource(cache, build, reuse, progress));
    sources.replaceAll((name, source) -> allowed.contains(name) ? source : EXCLUDED);
    return new BinaryLocator(sources, progress);
  }

  /**
   * Finds or installs the executables. Can take minutes, and can be called repeatedly.
   *
   * @throws ControlPlaneUnavailableException if no source has them; the message lists the reason
   *     and the remedy of each source
   * @throws ControlPlaneMisconfiguredException if {@code KUBEBUILDER_ASSETS} is set but an
   *     executable is missing there
   */
  public ControlPlaneBinaries locate() {
    StringJoiner reasons = new StringJoiner("\n");
    Set<String> remedies = new LinkedHashSet<>();
    for (Map.Entry<BinarySourceName, BinarySource> source : sources.entrySet()) {
      try {
        ControlPlaneBinaries found = source.getValue().find();
        progress.onProgress("Using " + found.kubeApiServer() + " and " + found.etcd());
        return found;
      } catch (SourceUnavailableException e) {
        String reason = source.getKey() + ": " + e.getMessage();
        reasons.add("- " + reason);
        remedies.add("- " + e.remedy());
        reason.lines().forEach(progress::onProgress);
      }
    }
    throw new ControlPlaneUnavailableException(
        "kube-apiserver and etcd were not found. Sources:\n%s\nTo fix this, do one of these:\n%s"
            .formatted(reasons, String.join("\n", remedies)));
  }
}
