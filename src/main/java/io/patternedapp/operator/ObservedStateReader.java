package io.patternedapp.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.workload.WorkloadKind;
import io.patternedapp.model.ResourceNames;
import io.patternedapp.status.input.ObservedState;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Selects an app's own objects among its cached children, following controller references. */
final class ObservedStateReader {

  private ObservedStateReader() {}

  /**
   * Returns the observed state of an app.
   *
   * @param children all cached objects with the app's label
   */
  static ObservedState read(PatternedApp app, List<HasMetadata> children) {
    var own = Set.of(app.getMetadata().getUid());
    var kind = app.getSpec().workloadKind();
    var workload =
        controlledBy(own, children, HasMetadata.class)
            .filter(child -> kind != WorkloadKind.Pod && kind.name().equals(child.getKind()))
            .findFirst()
            .orElse(null);
    var jobs =
        kind == WorkloadKind.CronJob
            ? controlledBy(uids(Stream.ofNullable(workload)), children, Job.class).toList()
            : List.<Job>of();
    return new ObservedState(
        listPods(podControllerUids(app, workload, jobs, children), children),
        workload,
        findService(app, controlledBy(own, children, Service.class)),
        jobs,
        null);
  }

  /** Returns the UIDs of the Pods' controllers: the app, its workload, ReplicaSets or Jobs. */
  private static Set<String> podControllerUids(
      PatternedApp app,
      @Nullable HasMetadata workload,
      List<Job> jobs,
      List<HasMetadata> children) {
    var own = uids(Stream.ofNullable(workload));
    return switch (app.getSpec().workloadKind()) {
      case Pod -> Set.of(app.getMetadata().getUid());
      case Deployment -> uids(controlledBy(own, children, ReplicaSet.class));
      case CronJob -> uids(jobs.stream());
      case StatefulSet, DaemonSet, Job -> own;
    };
  }

  private static List<Pod> listPods(Set<String> controllerUids, List<HasMetadata> children) {
    return controlledBy(controllerUids, children, Pod.class)
        .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
        .toList();
  }

  private static @Nullable Service findService(PatternedApp app, Stream<Service> services) {
    var headless = ResourceNames.headlessService(app.getMetadata().getName());
    return services
        .filter(service -> service.getMetadata().getDeletionTimestamp() == null)
        .filter(
            service ->
                app.getSpec().workloadKind() != WorkloadKind.StatefulSet
                    || !service.getMetadata().getName().equals(headless))
        .findFirst()
        .orElse(null);
  }

  private static <T extends HasMetadata> Stream<T> controlledBy(
      Set<String> ownerUids, List<HasMetadata> children, Class<T> kind) {
    return children.stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .filter(
            child ->
                child.getMetadata().getOwnerReferences().stream()
                    .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                    .map(OwnerReference::getUid)
                    .anyMatch(ownerUids::contains));
  }

  private static Set<String> uids(Stream<? extends HasMetadata> objects) {
    return objects.map(object -> object.getMetadata().getUid()).collect(Collectors.toSet());
  }
}
