package io.patternedapp.status;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Trouble of a Pod as a whole, which is not any container's fault.
 *
 * @param reason PodLost, PodFailed, Unschedulable or PodNotStarting
 * @param message what is wrong and what to do
 */
record PodTrouble(Reason reason, String message) {

  /** How long after its deadline a deleted Pod may linger on a node that answers. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The first Pod's trouble, the worst kind first. */
  static Optional<PodTrouble> first(List<Pod> pods, Clock clock) {
    var troubles =
        pods.stream().sorted(Pods.BY_NAME).flatMap(pod -> of(pod, clock).stream()).toList();
    return Stream.of(Reason.PodLost, Reason.PodFailed, Reason.Unschedulable, Reason.PodNotStarting)
        .flatMap(reason -> troubles.stream().filter(t -> t.reason() == reason))
        .findFirst();
  }

  static Optional<PodTrouble> of(Pod pod, Clock clock) {
    if (isLost(pod, clock)) {
      return Optional.of(new PodTrouble(Reason.PodLost, lost(pod)));
    }
    if (Pods.isBeingDeleted(pod)) {
      return Optional.empty();
    }
    if (isFailedAsAWhole(pod)) {
      return Optional.of(new PodTrouble(Reason.PodFailed, failed(pod)));
    }
    if (StartingPods.isOverdue(pod, clock)) {
      return Optional.of(new PodTrouble(Reason.PodNotStarting, StartingPods.describe(pod)));
    }
    return Pods.condition(pod, "PodScheduled")
        .filter(c -> Verdict.FALSE.equals(c.getStatus()))
        .map(c -> new PodTrouble(Reason.Unschedulable, unschedulable(pod, c.getMessage())));
  }

  /** Whether what its containers report no longer counts. */
  boolean isOfAllContainers() {
    return reason == Reason.PodLost || reason == Reason.PodFailed;
  }

  /** Whether it was ended from outside (evicted, past its deadline), not by a container. */
  static boolean isFailedAsAWhole(Pod pod) {
    return Pods.hasFailed(pod) && pod.getStatus().getReason() != null;
  }

  /** Whether the node controller has given it up. */
  static boolean isLost(Pod pod, Clock clock) {
    if (pod.getStatus() == null || Pods.hasEnded(pod)) {
      return false;
    }
    if ("NodeLost".equals(pod.getStatus().getReason())) {
      return true;
    }
    return Pods.isBeingDeleted(pod) ? isOverdue(pod, clock) : isUnconfirmed(pod);
  }

  /** A node that answers says within seconds that the containers have ended. */
  private static boolean isOverdue(Pod pod, Clock clock) {
    var gone = Instant.parse(pod.getMetadata().getDeletionTimestamp()).plus(PATIENCE);
    return node(pod) != null
        && clock.instant().isAfter(gone)
        && Pods.containers(pod)
            .anyMatch(c -> c.getState() == null || c.getState().getTerminated() == null);
  }

  /**
   * The node controller takes Ready, and nothing else, from the Pods of a node that does not
   * answer; a kubelet does so only for readiness gates, and says it.
   */
  private static boolean isUnconfirmed(Pod pod) {
    return Pods.condition(pod, "ContainersReady")
            .filter(c -> Verdict.TRUE.equals(c.getStatus()))
            .isPresent()
        && Pods.condition(pod, "Ready")
            .filter(c -> Verdict.FALSE.equals(c.getStatus()))
            .filter(c -> !"ReadinessGatesNotReady".equals(c.getReason()))
            .isPresent();
  }

  private static String lost(Pod pod) {
    var node = node(pod);
    return ("Pod %1$s is lost: its node \"%2$s\" does not answer. Bring the node back; or, once it"
            + " is surely down, delete it (kubectl delete node %2$s) or force the Pod's deletion"
            + " (kubectl delete pod %1$s --force)")
        .formatted(Pods.name(pod), node == null ? "?" : node);
  }

  private static String failed(Pod pod) {
    return "Pod %s failed: %s%s"
        .formatted(
            Pods.name(pod),
            pod.getStatus().getReason(),
            Words.explained(Words.ofKubelet(pod.getStatus().getMessage())));
  }

  private static String unschedulable(Pod pod, @Nullable String message) {
    var words = Words.ofScheduler(message);
    return "Pod %s finds no node%s %s"
        .formatted(
            Pods.name(pod),
            sentence(Words.explained(words)),
            words.toLowerCase(Locale.ROOT).contains("persistentvolumeclaim")
                ? "Make the claim, or see why it is not bound: kubectl describe pvc"
                : "Make room, or change requests, nodeSelector, affinity or tolerations");
  }

  private static String sentence(String text) {
    return text.endsWith(".") ? text : text + ".";
  }

  private static @Nullable String node(Pod pod) {
    return pod.getSpec() == null ? null : pod.getSpec().getNodeName();
  }
}
