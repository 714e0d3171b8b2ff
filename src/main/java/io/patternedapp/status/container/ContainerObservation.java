package io.patternedapp.status.container;

import io.fabric8.kubernetes.api.model.Pod;
import io.patternedapp.model.condition.Reason;
import io.patternedapp.model.workload.PodStatusReader;
import io.patternedapp.status.pod.PodFailure;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Observed state of one container in one Pod. The message is the same before, during and after a
 * back-off, so that a container that keeps exiting changes the status once per restart and not
 * three times.
 *
 * @param pod the Pod
 * @param phase the state of the container
 * @param ready whether the container is ready; for an init container, whether it has completed
 * @param restarts the number of restarts
 * @param exitCode the code with which the container keeps exiting; null if it does not
 * @param message the problem, as a predicate to the container name; null if there is none
 */
public record ContainerObservation(
    Pod pod,
    ContainerPhase phase,
    boolean ready,
    int restarts,
    @Nullable Integer exitCode,
    @Nullable String message) {

  /** Orders the worst observation first; among equals, by Pod. */
  static final Comparator<ContainerObservation> WORST_FIRST =
      Comparator.comparing(ContainerObservation::ready)
          .thenComparing(ContainerObservation::phase)
          .thenComparing(ContainerObservation::pod, PodStatusReader.BY_NAME);

  /** Whether the container has failed, rather than being in the process of starting. */
  public boolean isFailure() {
    return !ready && phase.compareTo(ContainerPhase.COMPLETED) <= 0;
  }

  /** Returns the observation of the same container after its Pod has failed or is lost. */
  ContainerObservation overriddenBy(PodFailure podFailure) {
    var failed = podFailure.reason() == Reason.PodFailed;
    return new ContainerObservation(
        pod,
        failed ? ContainerPhase.FAILED : phase,
        false,
        restarts,
        null,
        "is in Pod %s, which %s"
            .formatted(PodStatusReader.name(pod), failed ? "failed" : "is lost"));
  }
}
