package io.patternedapp.status.condition;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.patternedapp.model.condition.MessageNormalizer;
import io.patternedapp.model.workload.PodStatusReader;
import io.patternedapp.status.container.ContainerRollups;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Formats the progress of Pods that start without a known failure. */
final class StartupProgressMessage {

  private StartupProgressMessage() {}

  static String podsReady(List<Pod> activePods, int desiredPods) {
    return "%d of %d Pods are ready"
        .formatted(activePods.stream().filter(PodStatusReader::isReady).count(), desiredPods);
  }

  /**
   * Formats how many Pods are ready and what the other Pods wait for.
   *
   * @param pods all Pods
   * @param activePods the active Pods
   * @param podsCurrent whether all Pods run the current spec
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
                    .map(it -> MessageNormalizer.displayName(r.container()) + " " + it.message())
                    .stream())
        .findFirst()
        .ifPresent(parts::add);
    activePods.stream()
        .filter(StartupProgressMessage::isCreatingContainers)
        .findFirst()
        .ifPresent(
            pod ->
                parts.add(
                    "Pod %1$s is creating its containers; run: kubectl describe pod %1$s"
                        .formatted(PodStatusReader.name(pod))));
    if (activePods.size() > desiredPods) {
      parts.add("%d more than desired".formatted(activePods.size() - desiredPods));
    }
    if (!podsCurrent) {
      parts.add("not all Pods run the current spec");
    }
    var terminating =
        pods.stream()
            .filter(PodStatusReader::isTerminating)
            .sorted(PodStatusReader.BY_NAME)
            .map(PodStatusReader::name)
            .collect(Collectors.joining(", "));
    if (!terminating.isEmpty()) {
      parts.add("terminating: " + terminating);
    }
    return String.join("; ", parts);
  }

  /**
   * Whether the sandbox, the volumes or the images of a scheduled Pod are not ready. In a Pod with
   * init containers or native sidecars, the first of them then waits with reason PodInitializing.
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
