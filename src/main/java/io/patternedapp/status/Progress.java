package io.patternedapp.status;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** How far the Pods are, where nothing is known to be wrong. */
final class Progress {

  private Progress() {}

  static String podsReady(List<Pod> live, int wanted) {
    return "%d of %d Pods are ready".formatted(live.stream().filter(Pods::isReady).count(), wanted);
  }

  /**
   * Says how many Pods are ready and what the others are waiting for.
   *
   * @param pods all Pods
   * @param live those that count
   * @param current whether they are on the current spec
   */
  static String describe(
      List<Pod> pods, List<Pod> live, int wanted, boolean current, RoleStates roles) {
    var parts = new ArrayList<String>();
    parts.add(podsReady(live, wanted));
    roles.roles().stream()
        .flatMap(
            r ->
                r
                    .worst()
                    .filter(it -> !it.ready() && it.message() != null)
                    .map(it -> Words.name(r.container()) + " " + it.message())
                    .stream())
        .findFirst()
        .ifPresent(parts::add);
    live.stream()
        .filter(Progress::isStarting)
        .findFirst()
        .ifPresent(
            pod ->
                parts.add(
                    "kubectl describe pod %s shows what it waits for".formatted(Pods.name(pod))));
    if (live.size() > wanted) {
      parts.add("%d are too many".formatted(live.size() - wanted));
    }
    if (!current) {
      parts.add("not all are on the current spec");
    }
    var leaving =
        pods.stream()
            .filter(Pods::isBeingDeleted)
            .sorted(Pods.BY_NAME)
            .map(Pods::name)
            .collect(Collectors.joining(", "));
    if (!leaving.isEmpty()) {
      parts.add("being deleted: " + leaving);
    }
    return String.join("; ", parts);
  }

  /**
   * On a node, but its sandbox, volumes or images are not there yet. Where there are init
   * containers or native sidecars, what waits then is the first of those, for another reason.
   */
  private static boolean isStarting(Pod pod) {
    return Pods.containers(pod).anyMatch(c -> waitsFor("ContainerCreating", c))
        || Pods.containers(pod).findFirst().filter(c -> waitsFor("PodInitializing", c)).isPresent();
  }

  private static boolean waitsFor(String reason, ContainerStatus container) {
    return container.getState() != null
        && container.getState().getWaiting() != null
        && reason.equals(container.getState().getWaiting().getReason());
  }
}
