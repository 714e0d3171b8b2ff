package io.patternedapp.model.workload;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.patternedapp.api.schema.NullSafe;
import io.patternedapp.model.Generations;
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
            .allMatch(n -> NullSafe.orZero(n) == desiredPods(set));
  }

  /** On how many nodes its Pods should run. */
  public static int desiredPods(@Nullable HasMetadata workload) {
    return workload instanceof DaemonSet set && set.getStatus() != null
        ? NullSafe.orZero(set.getStatus().getDesiredNumberScheduled())
        : 0;
  }

  public static boolean isGenerationObserved(DaemonSet set) {
    return Generations.isObserved(set, set.getStatus().getObservedGeneration());
  }
}
