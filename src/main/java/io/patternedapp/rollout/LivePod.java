package io.patternedapp.rollout;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.patternedapp.model.Annotations;
import io.patternedapp.model.condition.ConditionState;
import io.patternedapp.model.workload.PodStatusReader;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A live Pod as a rollout sees it.
 *
 * @param pod the projection of the Pod
 */
record LivePod(Pod pod) {

  private static final String RESIZE_PENDING = "PodResizePending";
  private static final String RESIZE_IN_PROGRESS = "PodResizeInProgress";

  String name() {
    return PodStatusReader.name(pod);
  }

  boolean isTerminating() {
    return PodStatusReader.isTerminating(pod);
  }

  boolean isFinished() {
    return PodStatusReader.isFinished(pod);
  }

  boolean isReady() {
    return PodStatusReader.isReady(pod);
  }

  /** Whether clients may use the Pod: ready, in the Service, and without pending restarts. */
  boolean isAvailable() {
    return !isTerminating() && isReady() && !isDrained() && pendingRestarts().isEmpty();
  }

  boolean isDrained() {
    return PodStateMetadata.isDrained(pod);
  }

  /** Returns when the operator removed the Pod from the Service. */
  Instant drainedAt() {
    return Instant.parse(pod.getMetadata().getAnnotations().get(Annotations.DRAINED_AT));
  }

  /** Returns the containers that an in-place update has not restarted yet. */
  Set<String> pendingRestarts() {
    return InPlaceUpdateRecord.readFrom(pod)
        .map(update -> update.pendingRestarts(pod, CacheProjector.podFingerprint(pod)))
        .orElse(Set.of());
  }

  /** Returns why the node can never provide the requested resources; empty if it can. */
  Optional<String> infeasibleResizeMessage() {
    return condition(RESIZE_PENDING)
        .filter(c -> "Infeasible".equals(c.getReason()))
        .map(LivePod::messageOrReason);
  }

  /** Returns why a resize is still pending; empty if none is. */
  Optional<String> pendingResizeMessage() {
    return condition(RESIZE_PENDING)
        .or(() -> condition(RESIZE_IN_PROGRESS))
        .filter(c -> ConditionState.TRUE.equals(c.getStatus()))
        .map(LivePod::messageOrReason);
  }

  /** Returns when the progress deadline of the Pod starts. */
  Instant notReadySince() {
    return Stream.of(
            Optional.of(Instant.parse(pod.getMetadata().getCreationTimestamp())),
            InPlaceUpdateRecord.readFrom(pod).map(InPlaceUpdateRecord::sentAt),
            condition("Ready").map(PodCondition::getLastTransitionTime).map(Instant::parse))
        .flatMap(Optional::stream)
        .max(Instant::compareTo)
        .orElseThrow();
  }

  private Optional<PodCondition> condition(String type) {
    return PodStatusReader.condition(pod, type);
  }

  private static String messageOrReason(PodCondition condition) {
    var message = condition.getMessage();
    return message == null || message.isEmpty() ? condition.getReason() : message;
  }
}
