package io.patternedapp.model.workload;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpec;
import java.util.Objects;

/** Checks the readiness of StatefulSets. */
public final class StatefulSetReadiness {

  private static final String ROLLING_UPDATE = "RollingUpdate";

  private StatefulSetReadiness() {}

  /**
   * Checks that the controller has observed the current spec and that all replicas are ready on it,
   * except the replicas below a partition.
   */
  static boolean isReady(StatefulSet set, int desiredReplicas) {
    var status = set.getStatus();
    if (status == null || set.getSpec() == null || !isGenerationObserved(set)) {
      return false;
    }
    int heldByPartition = Math.min(desiredReplicas, heldByPartition(set.getSpec()));
    return WorkloadStatusFields.count(set.getSpec().getReplicas()) == desiredReplicas
        && WorkloadStatusFields.count(status.getReplicas()) == desiredReplicas
        && WorkloadStatusFields.count(status.getReadyReplicas()) == desiredReplicas
        && WorkloadStatusFields.count(status.getUpdatedReplicas())
            >= desiredReplicas - heldByPartition
        && (heldByPartition > 0 || !isRollingUpdate(set.getSpec()) || isRevisionCurrent(set));
  }

  /** Only the RollingUpdate strategy advances {@code status.currentRevision}. */
  private static boolean isRevisionCurrent(StatefulSet set) {
    return Objects.equals(
        set.getStatus().getCurrentRevision(), set.getStatus().getUpdateRevision());
  }

  private static boolean isRollingUpdate(StatefulSetSpec spec) {
    var strategy = spec.getUpdateStrategy();
    return strategy == null
        || strategy.getType() == null
        || ROLLING_UPDATE.equals(strategy.getType());
  }

  private static int heldByPartition(StatefulSetSpec spec) {
    var strategy = spec.getUpdateStrategy();
    var rolling = strategy == null ? null : strategy.getRollingUpdate();
    int partition = rolling == null ? 0 : WorkloadStatusFields.count(rolling.getPartition());
    int start =
        spec.getOrdinals() == null ? 0 : WorkloadStatusFields.count(spec.getOrdinals().getStart());
    return Math.max(0, partition - start);
  }

  public static boolean isGenerationObserved(StatefulSet set) {
    return WorkloadStatusFields.isGenerationObserved(set, set.getStatus().getObservedGeneration());
  }
}
