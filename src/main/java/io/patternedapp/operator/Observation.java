package io.patternedapp.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.WorkloadKind;
import io.patternedapp.expand.Names;
import io.patternedapp.status.Observed;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Picks out of the caches what is really an app's own, down to the Pods. */
final class Observation {

  private Observation() {}

  /**
   * What of an app exists.
   *
   * @param children all objects that carry the app's label
   */
  static Observed of(PatternedApp app, List<HasMetadata> children) {
    var own = Set.of(app.getMetadata().getUid());
    var kind = app.getSpec().kind();
    var workload =
        controlledBy(own, children, HasMetadata.class)
            .filter(child -> kind != WorkloadKind.Pod && kind.name().equals(child.getKind()))
            .findFirst()
            .orElse(null);
    var jobs =
        kind == WorkloadKind.CronJob
            ? controlledBy(uids(Stream.ofNullable(workload)), children, Job.class).toList()
            : List.<Job>of();
    return new Observed(
        pods(controllers(app, workload, jobs, children), children),
        workload,
        service(app, controlledBy(own, children, Service.class)),
        jobs,
        null);
  }

  /** What controls the Pods: the app, its workload, or what that made. */
  private static Set<String> controllers(
      PatternedApp app,
      @Nullable HasMetadata workload,
      List<Job> jobs,
      List<HasMetadata> children) {
    var own = uids(Stream.ofNullable(workload));
    return switch (app.getSpec().kind()) {
      case Pod -> Set.of(app.getMetadata().getUid());
      case Deployment -> uids(controlledBy(own, children, ReplicaSet.class));
      case CronJob -> uids(jobs.stream());
      case StatefulSet, DaemonSet, Job -> own;
    };
  }

  private static List<Pod> pods(Set<String> controllers, List<HasMetadata> children) {
    return controlledBy(controllers, children, Pod.class)
        .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
        .toList();
  }

  private static @Nullable Service service(PatternedApp app, Stream<Service> services) {
    var headless = Names.headless(app.getMetadata().getName());
    return services
        .filter(service -> service.getMetadata().getDeletionTimestamp() == null)
        .filter(
            service ->
                app.getSpec().kind() != WorkloadKind.StatefulSet
                    || !service.getMetadata().getName().equals(headless))
        .findFirst()
        .orElse(null);
  }

  private static <T extends HasMetadata> Stream<T> controlledBy(
      Set<String> owners, List<HasMetadata> children, Class<T> kind) {
    return children.stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .filter(
            child ->
                child.getMetadata().getOwnerReferences().stream()
                    .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                    .map(OwnerReference::getUid)
                    .anyMatch(owners::contains));
  }

  private static Set<String> uids(Stream<? extends HasMetadata> objects) {
    return objects.map(object -> object.getMetadata().getUid()).collect(Collectors.toSet());
  }
}
