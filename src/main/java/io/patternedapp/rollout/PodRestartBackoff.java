package io.patternedapp.rollout;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.patternedapp.model.Annotations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * How long a Pod that ended stays before it is replaced. The first replacement is immediate; when
 * Pods keep ending at once the delay grows from 10 seconds to 5 minutes, as the kubelet's does for
 * containers. The count travels on the Pods, so it outlives a restart of the operator.
 */
public final class PodRestartBackoff {

  private static final Duration BASE_DELAY = Duration.ofSeconds(10);
  private static final Duration MAX_DELAY = Duration.ofMinutes(5);
  private static final Duration RESET_AFTER = Duration.ofMinutes(10);
  private static final int MAX_DOUBLINGS = 10;

  private PodRestartBackoff() {}

  /** The count for the Pod that replaces an ended one. */
  static int nextAttempt(Pod finished) {
    return currentAttempt(finished) + 1;
  }

  /** When an ended Pod may be replaced. */
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
    var written =
        finished.getMetadata().getAnnotations().getOrDefault(Annotations.RESTART_ATTEMPT, "0");
    return written.matches("\\d{1,9}") ? Integer.parseInt(written) : 0;
  }

  private static Instant startTime(Pod pod) {
    var started = pod.getStatus().getStartTime();
    return Instant.parse(started == null ? pod.getMetadata().getCreationTimestamp() : started);
  }

  private static Instant finishTime(Pod pod) {
    return Stream.of(
            pod.getStatus().getContainerStatuses(), pod.getStatus().getInitContainerStatuses())
        .flatMap(List::stream)
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
