package io.patternedapp.status;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a DaemonSet says about itself. */
final class DaemonSets {

  private DaemonSets() {}

  /** Whether its controller has seen the newest spec and every node has a ready Pod on it. */
  static boolean isReady(DaemonSet set) {
    var status = set.getStatus();
    return status != null
        && isSeen(set)
        && Stream.of(
                status.getUpdatedNumberScheduled(),
                status.getNumberReady(),
                status.getNumberAvailable(),
                status.getCurrentNumberScheduled())
            .allMatch(n -> count(n) == wanted(set));
  }

  /** On how many nodes its Pods should run. */
  static int wanted(@Nullable HasMetadata workload) {
    return workload instanceof DaemonSet set && set.getStatus() != null
        ? count(set.getStatus().getDesiredNumberScheduled())
        : 0;
  }

  static boolean isSeen(DaemonSet set) {
    var generation = set.getMetadata().getGeneration();
    var seen = set.getStatus().getObservedGeneration();
    return seen != null && (generation == null || seen >= generation);
  }

  private static int count(@Nullable Integer n) {
    return n == null ? 0 : n;
  }
}
