package io.patternedapp.status;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpec;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a StatefulSet says about itself. */
final class StatefulSets {

  private static final String ROLLING = "RollingUpdate";

  private StatefulSets() {}

  /**
   * Whether its controller has seen the newest spec and all replicas are ready on it, but for those
   * that a partition holds back.
   */
  static boolean isReady(StatefulSet set, int wanted) {
    var status = set.getStatus();
    if (status == null || set.getSpec() == null || !isSeen(set)) {
      return false;
    }
    int heldBack = Math.min(wanted, heldBack(set.getSpec()));
    return count(set.getSpec().getReplicas()) == wanted
        && count(status.getReplicas()) == wanted
        && count(status.getReadyReplicas()) == wanted
        && count(status.getUpdatedReplicas()) >= wanted - heldBack
        && (heldBack > 0 || !isRolling(set.getSpec()) || isOneRevision(set));
  }

  /** Only a rolling update moves the current revision. */
  private static boolean isOneRevision(StatefulSet set) {
    return Objects.equals(
        set.getStatus().getCurrentRevision(), set.getStatus().getUpdateRevision());
  }

  private static boolean isRolling(StatefulSetSpec spec) {
    var strategy = spec.getUpdateStrategy();
    return strategy == null || strategy.getType() == null || ROLLING.equals(strategy.getType());
  }

  private static int heldBack(StatefulSetSpec spec) {
    var strategy = spec.getUpdateStrategy();
    var rolling = strategy == null ? null : strategy.getRollingUpdate();
    int partition = rolling == null ? 0 : count(rolling.getPartition());
    int start = spec.getOrdinals() == null ? 0 : count(spec.getOrdinals().getStart());
    return Math.max(0, partition - start);
  }

  static boolean isSeen(StatefulSet set) {
    var generation = set.getMetadata().getGeneration();
    var seen = set.getStatus().getObservedGeneration();
    return generation == null || (seen != null && seen >= generation);
  }

  private static int count(@Nullable Integer n) {
    return n == null ? 0 : n;
  }
}
