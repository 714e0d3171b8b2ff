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
 * What the kubelets of the nodes can do. A node is asked for when that is needed, and not again
 * soon.
 */
public class KubeletCapabilities {

  /** Kubelets before it ignore a new image of a native sidecar. */
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
   * Why a new image of a native sidecar would have no effect on that node; empty when it has.
   *
   * @param node its name; null while the Pod has none
   */
  Optional<String> sidecarImageUpdateBlocker(@Nullable String node) {
    if (node == null) {
      return Optional.empty();
    }
    var minor = minorVersion(node);
    if (minor.isEmpty()) {
      return Optional.of("whether the kubelet of its node restarts native sidecars is not known");
    }
    return minor.get() >= MIN_MINOR_FOR_SIDECAR_RESTART
        ? Optional.empty()
        : Optional.of(
            "the kubelet of its node (1.%d) does not restart native sidecars for a new image"
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

  /** An operator that watches a few namespaces may lack the right to read nodes. */
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
