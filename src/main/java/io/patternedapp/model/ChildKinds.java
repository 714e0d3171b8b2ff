package io.patternedapp.model;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.stream.Stream;

/** The built-in kinds of an app's children. A PodMonitor is a child too if its CRD is installed. */
public final class ChildKinds {

  /** The kinds that the operator creates. */
  public static final List<Class<? extends HasMetadata>> CREATED =
      List.of(
          ConfigMap.class,
          Service.class,
          NetworkPolicy.class,
          PodDisruptionBudget.class,
          Pod.class,
          Deployment.class,
          StatefulSet.class,
          DaemonSet.class,
          Job.class,
          CronJob.class);

  /** The created kinds and the kinds that their controllers create between workload and Pods. */
  public static final List<Class<? extends HasMetadata>> WATCHED =
      Stream.concat(CREATED.stream(), Stream.of(ReplicaSet.class, ControllerRevision.class))
          .toList();

  private ChildKinds() {}
}
