package io.patternedapp.status;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.patternedapp.api.PatternedAppSpec;
import org.jspecify.annotations.Nullable;

/** Whether what runs the Pods, or a Pod, does its work. */
public final class WorkloadReadiness {

  private WorkloadReadiness() {}

  /**
   * Whether all Pods are ready on the current spec, by what the object says itself.
   *
   * @param workload its projection; null when there is none
   */
  public static boolean isReady(@Nullable HasMetadata workload, PatternedAppSpec spec) {
    if (workload instanceof Pod pod) {
      return Pods.isReady(pod) && !Pods.isBeingDeleted(pod);
    }
    if (workload instanceof Deployment deployment) {
      return Deployments.isReady(deployment, spec.replicaCount());
    }
    if (workload instanceof StatefulSet set) {
      return StatefulSets.isReady(set, spec.replicaCount());
    }
    return workload instanceof DaemonSet set && DaemonSets.isReady(set);
  }
}
