package io.patternedapp.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.WorkloadKind;
import io.patternedapp.status.Observed;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Picks out of the caches what is really an app's own, down to the Pods. */
final class Observation {

  private Observation() {}

  /**
   * What of an app exists.
   *
   * @param children all objects that carry the app's label
   */
  static Observed of(PatternedApp app, List<HasMetadata> children) {
    var owners = Set.of(app.getMetadata().getUid());
    var deployments = controlledBy(owners, children, Deployment.class).toList();
    return new Observed(
        pods(app, children, deployments),
        deployments.stream().findFirst().orElse(null),
        controlledBy(owners, children, Service.class)
            .filter(service -> service.getMetadata().getDeletionTimestamp() == null)
            .findFirst()
            .orElse(null));
  }

  private static List<Pod> pods(
      PatternedApp app, List<HasMetadata> children, List<Deployment> deployments) {
    Set<String> owners =
        app.getSpec().kind() == WorkloadKind.Pod
            ? Set.of(app.getMetadata().getUid())
            : uids(controlledBy(uids(deployments.stream()), children, ReplicaSet.class));
    return controlledBy(owners, children, Pod.class)
        .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
        .toList();
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
