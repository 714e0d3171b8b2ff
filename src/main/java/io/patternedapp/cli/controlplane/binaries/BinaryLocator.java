package io.patternedapp.cli.controlplane.binaries;

import io.patternedapp.cli.process.ProgressListener;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Finds or gets kube-apiserver and etcd. The first of these that works:
 *
 * <ol>
 *   <li>{@code assets}: the directory in the environment variable {@code KUBEBUILDER_ASSETS}. If it
 *       is set but lacks them, that is an error and nothing else is tried.
 *   <li>{@code cache}: {@code ${XDG_CACHE_HOME:-~/.cache}/patternedapp/controlplane/<Kubernetes
 *       version>/<os>-<architecture>/}.
 *   <li>{@code download}: by kube-api-test, into the cache; given up after 5 minutes.
 *   <li>{@code build}: with the Go toolchain on the PATH, into the cache; about 5 minutes on 2
 *       cores, given up after 30.
 * </ol>
 *
 * The environment variable {@code PATTERNEDAPP_CONTROLPLANE}, a comma-separated list of these
 * names, restricts which are tried; their order stays. Without {@code cache} in it, a download or a
 * build is done anew and replaces what the cache holds.
 */
public final class BinaryLocator {

  private static final BinarySource EXCLUDED =
      () -> {
        throw new SourceUnavailableException(
            "left out by " + BinarySourceName.ENVIRONMENT_VARIABLE,
            "unset " + BinarySourceName.ENVIRONMENT_VARIABLE + ", to have all sources tried");
      };

  private final Map<BinarySourceName, BinarySource> sources;
  private final ProgressListener progress;

  BinaryLocator(Map<BinarySourceName, BinarySource> sources, ProgressListener progress) {
    this.sources = new EnumMap<>(sources);
    this.progress = progress;
  }

  /**
   * A locator for the given environment variables, usually {@code System.getenv()}.
   *
   * @param environment also what {@code go build} is run with
   * @param progress told what is tried and why it failed; a line every 10 seconds while something
   *     long runs
   * @throws ControlPlaneMisconfiguredException when {@code PATTERNEDAPP_CONTROLPLANE} names an
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
   * Finds or gets the programs. May take minutes, and may be called again at any time.
   *
   * @throws ControlPlaneUnavailableException when no source has them; its message says, for each,
   *     why and how to mend it
   * @throws ControlPlaneMisconfiguredException when {@code KUBEBUILDER_ASSETS} is set, but lacks
   *     them
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
        "There is no kube-apiserver and etcd to run. Tried:\n%s\nOne of these mends it:\n%s"
            .formatted(reasons, String.join("\n", remedies)));
  }
}
