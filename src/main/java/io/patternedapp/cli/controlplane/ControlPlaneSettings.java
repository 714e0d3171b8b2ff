package io.patternedapp.cli.controlplane;

import java.time.Duration;
import java.util.List;

/**
 * The options of a {@link ControlPlane}. Immutable.
 *
 * @param apiServerFlags additional kube-apiserver flags, such as {@code
 *     --audit-log-path=/tmp/audit.log}. They follow the default flags: a flag with a single value
 *     replaces the default, a list flag such as {@code --authorization-mode} adds to it. Default:
 *     none
 * @param startTimeout the timeout of each start step (etcd, kube-apiserver's certificate,
 *     kube-apiserver's readiness). Default: 2 minutes; all steps together usually take 2 seconds
 */
public record ControlPlaneSettings(List<String> apiServerFlags, Duration startTimeout) {

  /** Copies the list. */
  public ControlPlaneSettings {
    apiServerFlags = List.copyOf(apiServerFlags);
  }

  /** Returns the default options. */
  public static ControlPlaneSettings defaults() {
    return new ControlPlaneSettings(List.of(), Duration.ofMinutes(2));
  }

  /** Returns a copy that has the given additional kube-apiserver flags and no others. */
  public ControlPlaneSettings withApiServerFlags(String... flags) {
    return new ControlPlaneSettings(List.of(flags), startTimeout);
  }

  /** Returns a copy that has the given timeout of each start step. */
  public ControlPlaneSettings withStartTimeout(Duration timeout) {
    return new ControlPlaneSettings(apiServerFlags, timeout);
  }
}
