package io.patternedapp.model.workload;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks the readiness of DaemonSets. */
public final class DaemonSetReadiness {

  private DaemonSetReadiness() {}

  /**
   * Checks that the controller has observed the current spec and that every node has a ready Pod.
   */
  static boolean isReady(DaemonSet set) {
    var status = set.getStatus();
    return status != null
        && isGenerationObserved(set)
        && Stream.of(
                status.getUpdatedNumberScheduled(),
                status.getNumberReady(),
                status.getNumberAvailable(),
                status.getCurrentNumberScheduled())
            .allMatch(n -> WorkloadStatusFields.count(n) == desiredPods(set));
  }

  /** Returns the number of nodes that should run a Pod; 0 if the status does not say. */
  public static int desiredPods(@Nullable HasMetadata workload) {
    return workload instanceof DaemonSet set && set.getStatus() != null
        ? WorkloadStatusFields.count(set.getStatus().getDesiredNumberScheduled())
        : 0;
  }

  public static boolean isGenerationObserved(DaemonSet set) {
    return WorkloadStatusFields.isGenerationObserved(set, set.getStatus().getObservedGeneration());
  }
}
