package io.patternedapp.status.pod;

import io.fabric8.kubernetes.api.model.Pod;
import io.patternedapp.model.condition.ConditionState;
import io.patternedapp.model.condition.MessageFormatter;
import io.patternedapp.model.condition.Reason;
import io.patternedapp.model.workload.PodStatusReader;
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
public record PodFailure(Reason reason, String message) {

  /** How long after its deadline a deleted Pod may linger on a node that answers. */
  private static final Duration TERMINATION_TIMEOUT = Duration.ofSeconds(30);

  /** The first Pod's trouble, the worst kind first. */
  public static Optional<PodFailure> mostSevere(List<Pod> pods, Clock clock) {
    var failures =
        pods.stream()
            .sorted(PodStatusReader.BY_NAME)
            .flatMap(pod -> detect(pod, clock).stream())
            .toList();
    return Stream.of(Reason.NodeLost, Reason.PodFailed, Reason.Unschedulable, Reason.PodNotStarting)
        .flatMap(reason -> failures.stream().filter(t -> t.reason() == reason))
        .findFirst();
  }

  public static Optional<PodFailure> detect(Pod pod, Clock clock) {
    if (isNodeLost(pod, clock)) {
      return Optional.of(new PodFailure(Reason.NodeLost, nodeLostMessage(pod)));
    }
    if (PodStatusReader.isTerminating(pod)) {
      return Optional.empty();
    }
    if (wasTerminatedExternally(pod)) {
      return Optional.of(new PodFailure(Reason.PodFailed, failedMessage(pod)));
    }
    if (PodSandboxStartup.isOverdue(pod, clock)) {
      return Optional.of(new PodFailure(Reason.PodNotStarting, PodSandboxStartup.describe(pod)));
    }
    return PodStatusReader.condition(pod, "PodScheduled")
        .filter(c -> ConditionState.FALSE.equals(c.getStatus()))
        .map(c -> new PodFailure(Reason.Unschedulable, unschedulableMessage(pod, c.getMessage())));
  }

  /** Whether what its containers report no longer counts. */
  public boolean affectsAllContainers() {
    return reason == Reason.NodeLost || reason == Reason.PodFailed;
  }

  /** Whether it was ended from outside (evicted, past its deadline), not by a container. */
  public static boolean wasTerminatedExternally(Pod pod) {
    return PodStatusReader.hasFailed(pod) && pod.getStatus().getReason() != null;
  }

  /** Whether the node controller has given it up. */
  public static boolean isNodeLost(Pod pod, Clock clock) {
    if (pod.getStatus() == null || PodStatusReader.isFinished(pod)) {
      return false;
    }
    if ("NodeLost".equals(pod.getStatus().getReason())) {
      return true;
    }
    return PodStatusReader.isTerminating(pod)
        ? isTerminationOverdue(pod, clock)
        : isNodeUnreachable(pod);
  }

  /** A node that answers says within seconds that the containers have ended. */
  private static boolean isTerminationOverdue(Pod pod, Clock clock) {
    var deadline =
        Instant.parse(pod.getMetadata().getDeletionTimestamp()).plus(TERMINATION_TIMEOUT);
    return nodeName(pod) != null
        && clock.instant().isAfter(deadline)
        && PodStatusReader.containerStatuses(pod)
            .anyMatch(c -> c.getState() == null || c.getState().getTerminated() == null);
  }

  /**
   * The node controller takes Ready, and nothing else, from the Pods of a node that does not
   * answer; a kubelet does so only for readiness gates, and says it.
   */
  private static boolean isNodeUnreachable(Pod pod) {
    return PodStatusReader.condition(pod, "ContainersReady")
            .filter(c -> ConditionState.TRUE.equals(c.getStatus()))
            .isPresent()
        && PodStatusReader.condition(pod, "Ready")
            .filter(c -> ConditionState.FALSE.equals(c.getStatus()))
            .filter(c -> !"ReadinessGatesNotReady".equals(c.getReason()))
            .isPresent();
  }

  private static String nodeLostMessage(Pod pod) {
    var node = nodeName(pod);
    return ("Pod %1$s is lost: its node \"%2$s\" does not answer. Bring the node back; or, once it"
            + " is surely down, delete it (kubectl delete node %2$s) or force the Pod's deletion"
            + " (kubectl delete pod %1$s --force)")
        .formatted(PodStatusReader.name(pod), node == null ? "?" : node);
  }

  private static String failedMessage(Pod pod) {
    return "Pod %s failed: %s%s"
        .formatted(
            PodStatusReader.name(pod),
            pod.getStatus().getReason(),
            MessageFormatter.detailSuffix(
                MessageFormatter.cleanKubeletMessage(pod.getStatus().getMessage())));
  }

  private static String unschedulableMessage(Pod pod, @Nullable String message) {
    var cleaned = MessageFormatter.cleanSchedulerMessage(message);
    return "Pod %s finds no node%s %s"
        .formatted(
            PodStatusReader.name(pod),
            endWithPeriod(MessageFormatter.detailSuffix(cleaned)),
            cleaned.toLowerCase(Locale.ROOT).contains("persistentvolumeclaim")
                ? "Make the claim, or see why it is not bound: kubectl describe pvc"
                : "Make room, or change requests, nodeSelector, affinity or tolerations");
  }

  private static String endWithPeriod(String text) {
    return text.endsWith(".") ? text : text + ".";
  }

  private static @Nullable String nodeName(Pod pod) {
    return pod.getSpec() == null ? null : pod.getSpec().getNodeName();
  }
}
