package io.patternedapp.model.workload;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.workload.WorkloadKind;
import io.patternedapp.model.condition.ConditionState;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the status of Pods. */
public final class PodStatusReader {

  /** Orders Pods by name, with the replicas of workload kind Pod by number: web, web-2, web-10. */
  public static final Comparator<Pod> BY_NAME =
      Comparator.comparingInt((Pod pod) -> name(pod).length()).thenComparing(PodStatusReader::name);

  private PodStatusReader() {}

  /**
   * Returns the active Pods: excludes terminating Pods and, where a controller replaces them,
   * finished Pods.
   */
  public static List<Pod> activePods(PatternedApp app, List<Pod> pods) {
    var includeFinished = app.getSpec().workloadKind() == WorkloadKind.Pod;
    return pods.stream()
        .filter(pod -> !isTerminating(pod))
        .filter(pod -> includeFinished || !isFinished(pod))
        .sorted(BY_NAME)
        .toList();
  }

  /**
   * Returns the Pods whose containers represent the state of the app: the active Pods, or else the
   * newest finished Pod of a workload that runs to completion.
   */
  public static List<Pod> representativePods(
      PatternedApp app, List<Pod> activePods, List<Pod> pods) {
    return activePods.isEmpty() && app.getSpec().workloadKind().runsToCompletion()
        ? pods.stream()
            .filter(pod -> !isTerminating(pod))
            .max(Comparator.comparing(pod -> pod.getMetadata().getCreationTimestamp()))
            .stream()
            .toList()
        : activePods;
  }

  /** Whether all app containers (main and the regular helpers) have terminated. */
  public static boolean haveAppContainersExited(Pod pod) {
    var appContainers = pod.getStatus().getContainerStatuses();
    return !appContainers.isEmpty()
        && appContainers.stream()
            .allMatch(c -> c.getState() != null && c.getState().getTerminated() != null);
  }

  public static String name(Pod pod) {
    return pod.getMetadata().getName();
  }

  public static boolean isTerminating(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() != null;
  }

  public static boolean isFinished(Pod pod) {
    return hasFailed(pod) || "Succeeded".equals(phase(pod));
  }

  public static boolean hasFailed(Pod pod) {
    return "Failed".equals(phase(pod));
  }

  public static boolean isPending(Pod pod) {
    return "Pending".equals(phase(pod));
  }

  /** Returns the message of the kubelet on pending readiness gates; empty if there are none. */
  public static Optional<String> pendingReadinessGates(Pod pod) {
    return condition(pod, "Ready")
        .filter(c -> "ReadinessGatesNotReady".equals(c.getReason()))
        .map(c -> Objects.requireNonNullElse(c.getMessage(), ""));
  }

  public static boolean isReady(Pod pod) {
    return condition(pod, "Ready")
        .filter(c -> ConditionState.TRUE.equals(c.getStatus()))
        .isPresent();
  }

  public static Optional<PodCondition> condition(Pod pod, String type) {
    return pod.getStatus() == null
        ? Optional.empty()
        : pod.getStatus().getConditions().stream()
            .filter(c -> type.equals(c.getType()))
            .findFirst();
  }

  /** Returns the status of a container, which can also be an init container or native sidecar. */
  public static Optional<ContainerStatus> containerStatus(Pod pod, String name) {
    return containerStatuses(pod).filter(c -> name.equals(c.getName())).findFirst();
  }

  public static Stream<ContainerStatus> containerStatuses(Pod pod) {
    return pod.getStatus() == null
        ? Stream.of()
        : Stream.concat(
            pod.getStatus().getInitContainerStatuses().stream(),
            pod.getStatus().getContainerStatuses().stream());
  }

  private static String phase(Pod pod) {
    return pod.getStatus() == null || pod.getStatus().getPhase() == null
        ? ""
        : pod.getStatus().getPhase();
  }
}
