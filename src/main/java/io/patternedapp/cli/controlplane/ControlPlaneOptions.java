package io.patternedapp.cli.controlplane;

import java.time.Duration;
import java.util.List;

/**
 * How a {@link ControlPlane} is started. Immutable.
 *
 * @param apiServerFlags further flags of kube-apiserver, such as {@code
 *     --audit-log-path=/tmp/audit.log}; put after our own, so that a flag with one value replaces
 *     ours, and one with a list, such as {@code --authorization-mode}, adds to it. Default: none
 * @param startTimeout how long each step of starting may take (etcd, kube-apiserver's certificate,
 *     its readiness); default 2 minutes, where 2 seconds for all are usual
 */
public record ControlPlaneOptions(List<String> apiServerFlags, Duration startTimeout) {

  /** Copies the list. */
  public ControlPlaneOptions {
    apiServerFlags = List.copyOf(apiServerFlags);
  }

  /** The defaults. */
  public static ControlPlaneOptions defaults() {
    return new ControlPlaneOptions(List.of(), Duration.ofMinutes(2));
  }

  /** These options with exactly these further flags of kube-apiserver. */
  public ControlPlaneOptions withApiServerFlags(String... flags) {
    return new ControlPlaneOptions(List.of(flags), startTimeout);
  }

  /** These options with another limit on starting. */
  public ControlPlaneOptions withStartTimeout(Duration timeout) {
    return new ControlPlaneOptions(apiServerFlags, timeout);
  }
}
