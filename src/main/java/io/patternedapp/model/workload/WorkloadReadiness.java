package io.patternedapp.model.workload;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.patternedapp.api.PatternedAppSpec;
import org.jspecify.annotations.Nullable;

/** Checks whether a workload object or a Pod is ready. */
public final class WorkloadReadiness {

  private WorkloadReadiness() {}

  /**
   * Checks whether all Pods are ready on the current spec, according to the status of the workload.
   *
   * @param workload projection of the workload object; null if it does not exist
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
