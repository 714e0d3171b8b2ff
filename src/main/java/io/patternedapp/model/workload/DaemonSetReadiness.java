package io.patternedapp.model.workload;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a DaemonSet says about itself. */
public final class DaemonSetReadiness {

  private DaemonSetReadiness() {}

  /** Whether its controller has seen the newest spec and every node has a ready Pod on it. */
  static boolean isReady(DaemonSet set) {
    var status = set.getStatus();
    return status != null
        && isGenerationObserved(set)
        && Stream.of(
                status.getUpdatedNumberScheduled(),
                status.getNumberReady(),
                status.getNumberAvailable(),
                status.getCurrentNumberScheduled())
            .allMatch(n -> count(n) == desiredPods(set));
  }

  /** On how many nodes its Pods should run. */
  public static int desiredPods(@Nullable HasMetadata workload) {
    return workload instanceof DaemonSet set && set.getStatus() != null
        ? count(set.getStatus().getDesiredNumberScheduled())
        : 0;
  }

  public static boolean isGenerationObserved(DaemonSet set) {
    var generation = set.getMetadata().getGeneration();
    var observed = set.getStatus().getObservedGeneration();
    return observed != null && (generation == null || observed >= generation);
  }

  private static int count(@Nullable Integer n) {
    return n == null ? 0 : n;
  }
}
