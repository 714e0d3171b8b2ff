package io.patternedapp.status;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.WorkloadKind;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What Pods say about themselves. */
final class Pods {

  /** By name, the replicas of workload kind Pod in their order: web, web-2, web-10. */
  static final Comparator<Pod> BY_NAME =
      Comparator.comparingInt((Pod pod) -> name(pod).length()).thenComparing(Pods::name);

  private Pods() {}

  /**
   * The Pods that count: not those being deleted nor, where a controller has replaced them, those
   * that ended.
   */
  static List<Pod> live(PatternedApp app, List<Pod> pods) {
    var ended = app.getSpec().kind() == WorkloadKind.Pod;
    return pods.stream()
        .filter(pod -> !isBeingDeleted(pod))
        .filter(pod -> ended || !hasEnded(pod))
        .sorted(BY_NAME)
        .toList();
  }

  /**
   * The Pods whose containers tell how the app is: those that count, or else the newest that was to
   * end and did.
   */
  static List<Pod> telling(PatternedApp app, List<Pod> live, List<Pod> pods) {
    return live.isEmpty() && app.getSpec().kind().runsToCompletion()
        ? pods.stream()
            .filter(pod -> !isBeingDeleted(pod))
            .max(Comparator.comparing(pod -> pod.getMetadata().getCreationTimestamp()))
            .stream()
            .toList()
        : live;
  }

  /** Whether main and what started together with it have ended. */
  static boolean haveOrdinaryEnded(Pod pod) {
    var ordinary = pod.getStatus().getContainerStatuses();
    return !ordinary.isEmpty()
        && ordinary.stream()
            .allMatch(c -> c.getState() != null && c.getState().getTerminated() != null);
  }

  static String name(Pod pod) {
    return pod.getMetadata().getName();
  }

  static boolean isBeingDeleted(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() != null;
  }

  static boolean hasEnded(Pod pod) {
    return hasFailed(pod) || "Succeeded".equals(phase(pod));
  }

  static boolean hasFailed(Pod pod) {
    return "Failed".equals(phase(pod));
  }

  static boolean isPending(Pod pod) {
    return "Pending".equals(phase(pod));
  }

  /** What its readiness gates wait for, in the kubelet's words; empty when for nothing. */
  static Optional<String> waitingGates(Pod pod) {
    return condition(pod, "Ready")
        .filter(c -> "ReadinessGatesNotReady".equals(c.getReason()))
        .map(c -> Objects.requireNonNullElse(c.getMessage(), ""));
  }

  static boolean isReady(Pod pod) {
    return condition(pod, "Ready").filter(c -> Verdict.TRUE.equals(c.getStatus())).isPresent();
  }

  static Optional<PodCondition> condition(Pod pod, String type) {
    return pod.getStatus() == null
        ? Optional.empty()
        : pod.getStatus().getConditions().stream()
            .filter(c -> type.equals(c.getType()))
            .findFirst();
  }

  /** The status of a container, native sidecars and init containers among them. */
  static Optional<ContainerStatus> container(Pod pod, String name) {
    return containers(pod).filter(c -> name.equals(c.getName())).findFirst();
  }

  static Stream<ContainerStatus> containers(Pod pod) {
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
