package io.patternedapp.model.workload;

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
      return PodStatusReader.isReady(pod) && !PodStatusReader.isTerminating(pod);
    }
    if (workload instanceof Deployment deployment) {
      return DeploymentReadiness.isReady(deployment, spec.replicaCount());
    }
    if (workload instanceof StatefulSet set) {
      return StatefulSetReadiness.isReady(set, spec.replicaCount());
    }
    return workload instanceof DaemonSet set && DaemonSetReadiness.isReady(set);
  }
}
