package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.patternedapp.api.PatternedApp;
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
final class RestartDelay {

  /**
   * Annotation on Pods: how many in a row ended soon after their start. Not part of the template.
   */
  static final String ATTEMPT = PatternedApp.GROUP + "/attempt";

  private static final Duration FIRST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Duration LONG_ENOUGH = Duration.ofMinutes(10);
  private static final int MAX_DOUBLINGS = 10;

  private RestartDelay() {}

  /** The count for the Pod that replaces an ended one. */
  static int nextAttempt(Pod ended) {
    return attempt(ended) + 1;
  }

  /** When an ended Pod may be replaced. */
  static Instant due(Pod ended) {
    var attempt = attempt(ended);
    if (attempt == 0) {
      return endOf(ended);
    }
    var delay = FIRST.multipliedBy(1L << Math.min(attempt - 1, MAX_DOUBLINGS));
    return endOf(ended).plus(delay.compareTo(LONGEST) > 0 ? LONGEST : delay);
  }

  private static int attempt(Pod ended) {
    var lived = Duration.between(startOf(ended), endOf(ended));
    if (lived.compareTo(LONG_ENOUGH) >= 0) {
      return 0;
    }
    var written = ended.getMetadata().getAnnotations().getOrDefault(ATTEMPT, "0");
    return written.matches("\\d{1,9}") ? Integer.parseInt(written) : 0;
  }

  private static Instant startOf(Pod pod) {
    var started = pod.getStatus().getStartTime();
    return Instant.parse(started == null ? pod.getMetadata().getCreationTimestamp() : started);
  }

  private static Instant endOf(Pod pod) {
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
        .orElseGet(() -> startOf(pod));
  }
}
