package io.patternedapp.status.container;

import io.patternedapp.api.status.RoleContainerStatus;
import io.patternedapp.model.RoleContainer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One container of an app, aggregated over the Pods.
 *
 * @param container the container as specified
 * @param desiredPods the desired number of Pods
 * @param observations the container in each Pod, worst first
 */
public record ContainerRollup(
    RoleContainer container, int desiredPods, List<ContainerObservation> observations) {

  public ContainerRollup {
    observations = observations.stream().sorted(ContainerObservation.WORST_FIRST).toList();
  }

  int readyCount() {
    return (int)
        Math.min(desiredPods, observations.stream().filter(ContainerObservation::ready).count());
  }

  boolean isReadyEverywhere() {
    return readyCount() == desiredPods;
  }

  public Optional<ContainerObservation> worst() {
    return observations.stream().findFirst();
  }

  RoleContainerStatus toStatus() {
    return new RoleContainerStatus(
        Objects.requireNonNull(container.name()),
        container.role().displayName(),
        container.container().getImage(),
        readyCount() + "/" + desiredPods,
        observations.stream().mapToInt(ContainerObservation::restarts).sum(),
        worst().map(ContainerObservation::phase).orElse(ContainerPhase.PENDING).label(),
        worst().map(ContainerObservation::message).orElse(null));
  }
}
