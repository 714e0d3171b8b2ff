package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.patternedapp.apply.error.ApiErrors;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what the kubelet of a node supports. A node is read when an update in place needs it,
 * and cached for ten minutes.
 */
public class KubeletCapabilities {

  /** Kubelets of earlier minor versions ignore a new image of a native sidecar. */
  private static final int MIN_MINOR_FOR_SIDECAR_RESTART = 32;

  private static final Duration CACHE_TTL = Duration.ofMinutes(10);
  private static final Pattern VERSION = Pattern.compile("v?1\\.(\\d+).*");

  private record CachedVersion(Optional<Integer> minor, Instant expiresAt) {}

  private final KubernetesClient client;
  private final Clock clock;
  private final Map<String, CachedVersion> versionsByNode = new ConcurrentHashMap<>();

  public KubeletCapabilities(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /**
   * Returns why a new image of a native sidecar would have no effect on a node; empty when it has.
   *
   * @param node the name of the node; null while the Pod is not scheduled
   */
  Optional<String> sidecarImageUpdateBlocker(@Nullable String node) {
    if (node == null) {
      return Optional.empty();
    }
    var minor = minorVersion(node);
    if (minor.isEmpty()) {
      return Optional.of(
          "the version of the kubelet on its node is unknown, so it may not restart native sidecars");
    }
    return minor.get() >= MIN_MINOR_FOR_SIDECAR_RESTART
        ? Optional.empty()
        : Optional.of(
            "the kubelet on its node (1.%d) does not restart native sidecars for a new image"
                .formatted(minor.get()));
  }

  private Optional<Integer> minorVersion(String node) {
    var now = clock.instant();
    var cached = versionsByNode.get(node);
    if (cached == null || now.isAfter(cached.expiresAt())) {
      cached = new CachedVersion(readMinorVersion(node), now.plus(CACHE_TTL));
      versionsByNode.put(node, cached);
    }
    return cached.minor();
  }

  /** Returns the minor version; empty when the operator has no right to read nodes. */
  private Optional<Integer> readMinorVersion(String name) {
    try {
      return Optional.ofNullable(client.nodes().withName(name).get())
          .flatMap(KubeletCapabilities::minorVersion);
    } catch (KubernetesClientException e) {
      if (ApiErrors.isServerUnavailable(e)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private static Optional<Integer> minorVersion(Node node) {
    var info = node.getStatus() == null ? null : node.getStatus().getNodeInfo();
    var version = VERSION.matcher(info == null ? "" : String.valueOf(info.getKubeletVersion()));
    return version.matches() ? Optional.of(Integer.valueOf(version.group(1))) : Optional.empty();
  }
}
