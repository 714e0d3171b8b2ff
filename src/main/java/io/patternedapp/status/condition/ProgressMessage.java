package io.patternedapp.status.condition;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.patternedapp.model.condition.MessageFormatter;
import io.patternedapp.model.workload.PodStatusReader;
import io.patternedapp.status.container.ContainerRollups;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** How far the Pods are, where nothing is known to be wrong. */
final class ProgressMessage {

  private ProgressMessage() {}

  static String podsReady(List<Pod> activePods, int desiredPods) {
    return "%d of %d Pods are ready"
        .formatted(activePods.stream().filter(PodStatusReader::isReady).count(), desiredPods);
  }

  /**
   * Says how many Pods are ready and what the others are waiting for.
   *
   * @param pods all Pods
   * @param activePods those that count
   * @param podsCurrent whether they are on the current spec
   */
  static String describe(
      List<Pod> pods,
      List<Pod> activePods,
      int desiredPods,
      boolean podsCurrent,
      ContainerRollups rollups) {
    var parts = new ArrayList<String>();
    parts.add(podsReady(activePods, desiredPods));
    rollups.rollups().stream()
        .flatMap(
            r ->
                r
                    .worst()
                    .filter(it -> !it.ready() && it.message() != null)
                    .map(it -> MessageFormatter.displayName(r.container()) + " " + it.message())
                    .stream())
        .findFirst()
        .ifPresent(parts::add);
    activePods.stream()
        .filter(ProgressMessage::isCreatingContainers)
        .findFirst()
        .ifPresent(
            pod ->
                parts.add(
                    "kubectl describe pod %s shows what it waits for"
                        .formatted(PodStatusReader.name(pod))));
    if (activePods.size() > desiredPods) {
      parts.add("%d are too many".formatted(activePods.size() - desiredPods));
    }
    if (!podsCurrent) {
      parts.add("not all are on the current spec");
    }
    var terminating =
        pods.stream()
            .filter(PodStatusReader::isTerminating)
            .sorted(PodStatusReader.BY_NAME)
            .map(PodStatusReader::name)
            .collect(Collectors.joining(", "));
    if (!terminating.isEmpty()) {
      parts.add("being deleted: " + terminating);
    }
    return String.join("; ", parts);
  }

  /**
   * On a node, but its sandbox, volumes or images are not there yet. Where there are init
   * containers or native sidecars, what waits then is the first of those, for another reason.
   */
  private static boolean isCreatingContainers(Pod pod) {
    return PodStatusReader.containerStatuses(pod)
            .anyMatch(c -> isWaitingFor("ContainerCreating", c))
        || PodStatusReader.containerStatuses(pod)
            .findFirst()
            .filter(c -> isWaitingFor("PodInitializing", c))
            .isPresent();
  }

  private static boolean isWaitingFor(String reason, ContainerStatus container) {
    return container.getState() != null
        && container.getState().getWaiting() != null
        && reason.equals(container.getState().getWaiting().getReason());
  }
}
