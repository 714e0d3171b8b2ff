package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
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
public class Kubelets {

  /** Kubelets before it ignore a new image of a native sidecar. */
  private static final int RESTARTS_NATIVE_SIDECARS = 32;

  private static final Duration KNOWN_FOR = Duration.ofMinutes(10);
  private static final Pattern VERSION = Pattern.compile("v?1\\.(\\d+).*");

  private record Known(Optional<Integer> minor, Instant until) {}

  private final KubernetesClient client;
  private final Clock clock;
  private final Map<String, Known> nodes = new ConcurrentHashMap<>();

  public Kubelets(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /**
   * Why a new image of a native sidecar would have no effect on that node; empty when it has.
   *
   * @param node its name; null while the Pod has none
   */
  Optional<String> whyNativeImagesStay(@Nullable String node) {
    if (node == null) {
      return Optional.empty();
    }
    var minor = minor(node);
    if (minor.isEmpty()) {
      return Optional.of("whether the kubelet of its node restarts native sidecars is not known");
    }
    return minor.get() >= RESTARTS_NATIVE_SIDECARS
        ? Optional.empty()
        : Optional.of(
            "the kubelet of its node (1.%d) does not restart native sidecars for a new image"
                .formatted(minor.get()));
  }

  private Optional<Integer> minor(String node) {
    var now = clock.instant();
    var known = nodes.get(node);
    if (known == null || now.isAfter(known.until())) {
      known = new Known(read(node), now.plus(KNOWN_FOR));
      nodes.put(node, known);
    }
    return known.minor();
  }

  /** An operator that watches a few namespaces may lack the right to read nodes. */
  private Optional<Integer> read(String name) {
    try {
      return Optional.ofNullable(client.nodes().withName(name).get()).flatMap(Kubelets::minor);
    } catch (KubernetesClientException e) {
      if (Failures.isOutage(e)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private static Optional<Integer> minor(Node node) {
    var info = node.getStatus() == null ? null : node.getStatus().getNodeInfo();
    var version = VERSION.matcher(info == null ? "" : String.valueOf(info.getKubeletVersion()));
    return version.matches() ? Optional.of(Integer.valueOf(version.group(1))) : Optional.empty();
  }
}
