package io.patternedapp.rollout;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.patternedapp.model.Annotations;
import io.patternedapp.model.workload.PodStatusReader;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * Computes the back-off before a finished Pod is replaced. The first replacement is immediate. If
 * Pods keep finishing soon, the delay doubles from 10 seconds to 5 minutes, as the kubelet does for
 * containers. An annotation of the Pods holds the attempt count, so it survives operator restarts.
 */
public final class PodRestartBackoff {

  private static final Duration BASE_DELAY = Duration.ofSeconds(10);
  private static final Duration MAX_DELAY = Duration.ofMinutes(5);
  private static final Duration RESET_AFTER = Duration.ofMinutes(10);
  private static final int MAX_DOUBLINGS = 10;

  private PodRestartBackoff() {}

  /** Returns the attempt count for the replacement of a finished Pod. */
  static int nextAttempt(Pod finished) {
    return currentAttempt(finished) + 1;
  }

  /** Returns when a finished Pod may be replaced. */
  static Instant dueAt(Pod finished) {
    var attempt = currentAttempt(finished);
    if (attempt == 0) {
      return finishTime(finished);
    }
    var delay = BASE_DELAY.multipliedBy(1L << Math.min(attempt - 1, MAX_DOUBLINGS));
    return finishTime(finished).plus(delay.compareTo(MAX_DELAY) > 0 ? MAX_DELAY : delay);
  }

  private static int currentAttempt(Pod finished) {
    var runTime = Duration.between(startTime(finished), finishTime(finished));
    if (runTime.compareTo(RESET_AFTER) >= 0) {
      return 0;
    }
    var recorded =
        finished.getMetadata().getAnnotations().getOrDefault(Annotations.RESTART_ATTEMPT, "0");
    return recorded.matches("\\d{1,9}") ? Integer.parseInt(recorded) : 0;
  }

  private static Instant startTime(Pod pod) {
    var started = pod.getStatus().getStartTime();
    return Instant.parse(started == null ? pod.getMetadata().getCreationTimestamp() : started);
  }

  private static Instant finishTime(Pod pod) {
    return PodStatusReader.containerStatuses(pod)
        .map(ContainerStatus::getState)
        .filter(Objects::nonNull)
        .map(state -> state.getTerminated())
        .filter(Objects::nonNull)
        .map(terminated -> terminated.getFinishedAt())
        .filter(Objects::nonNull)
        .map(Instant::parse)
        .max(Instant::compareTo)
        .orElseGet(() -> startTime(pod));
  }
}
