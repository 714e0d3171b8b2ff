package io.patternedapp.status.pod;

import io.fabric8.kubernetes.api.model.Pod;
import io.patternedapp.model.condition.ConditionState;
import io.patternedapp.model.condition.MessageNormalizer;
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
 * A failure of a Pod as a whole that no container caused.
 *
 * @param reason NodeLost, PodFailed, Unschedulable or PodNotStarting
 * @param message the cause and the fix
 */
public record PodFailure(Reason reason, String message) {

  /** How long a Pod may exceed its deletion deadline on a node that responds. */
  private static final Duration TERMINATION_TIMEOUT = Duration.ofSeconds(30);

  /** Returns the most severe failure of the Pods; among equals, the failure of the first Pod. */
  public static Optional<PodFailure> mostSevere(List<Pod> pods, Clock clock) {
    var failures =
        pods.stream()
            .sorted(PodStatusReader.BY_NAME)
            .flatMap(pod -> detect(pod, clock).stream())
            .toList();
    return Stream.of(Reason.NodeLost, Reason.PodFailed, Reason.Unschedulable, Reason.PodNotStarting)
        .flatMap(reason -> failures.stream().filter(f -> f.reason() == reason))
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

  /** Whether the failure invalidates the statuses that the containers report. */
  public boolean affectsAllContainers() {
    return reason == Reason.NodeLost || reason == Reason.PodFailed;
  }

  /** Whether the system terminated the Pod (eviction, deadline) rather than a container. */
  public static boolean wasTerminatedExternally(Pod pod) {
    return PodStatusReader.hasFailed(pod) && pod.getStatus().getReason() != null;
  }

  /** Whether the node of the Pod no longer responds. */
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

  /** A node that responds reports within seconds that the containers have terminated. */
  private static boolean isTerminationOverdue(Pod pod, Clock clock) {
    var deadline =
        Instant.parse(pod.getMetadata().getDeletionTimestamp()).plus(TERMINATION_TIMEOUT);
    return nodeName(pod) != null
        && clock.instant().isAfter(deadline)
        && PodStatusReader.containerStatuses(pod)
            .anyMatch(c -> c.getState() == null || c.getState().getTerminated() == null);
  }

  /**
   * The node lifecycle controller sets only Ready to False in the Pods of a node that does not
   * respond. A kubelet does the same only for readiness gates, with a reason of its own.
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
    return ("Pod %1$s is lost: node \"%2$s\" does not respond. Recover the node; or confirm that it is"
            + " shut down, then delete it (kubectl delete node %2$s) or force-delete the Pod"
            + " (kubectl delete pod %1$s --force)")
        .formatted(PodStatusReader.name(pod), node == null ? "?" : node);
  }

  private static String failedMessage(Pod pod) {
    return "Pod %s failed: %s%s"
        .formatted(
            PodStatusReader.name(pod),
            pod.getStatus().getReason(),
            MessageNormalizer.detailSuffix(
                MessageNormalizer.cleanKubeletMessage(pod.getStatus().getMessage())));
  }

  private static String unschedulableMessage(Pod pod, @Nullable String message) {
    var cleaned = MessageNormalizer.cleanSchedulerMessage(message);
    return "Pod %s cannot be scheduled%s %s"
        .formatted(
            PodStatusReader.name(pod),
            endWithPeriod(MessageNormalizer.detailSuffix(cleaned)),
            cleaned.toLowerCase(Locale.ROOT).contains("persistentvolumeclaim")
                ? "Create the PersistentVolumeClaim, or check why it is not bound; run: kubectl describe pvc"
                : "Free capacity on the nodes, or change requests, nodeSelector, affinity or tolerations");
  }

  private static String endWithPeriod(String text) {
    return text.endsWith(".") ? text : text + ".";
  }

  private static @Nullable String nodeName(Pod pod) {
    return pod.getSpec() == null ? null : pod.getSpec().getNodeName();
  }
}
