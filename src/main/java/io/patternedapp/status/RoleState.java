package io.patternedapp.status;

import io.patternedapp.api.RoleContainer;
import io.patternedapp.api.RoleStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One role over all Pods.
 *
 * @param container the container as written
 * @param wanted how many Pods are wanted
 * @param inPods it in each Pod, the worst first
 */
record RoleState(RoleContainer container, int wanted, List<RoleInPod> inPods) {

  RoleState {
    inPods = inPods.stream().sorted(RoleInPod.WORST_FIRST).toList();
  }

  int readyCount() {
    return (int) Math.min(wanted, inPods.stream().filter(RoleInPod::ready).count());
  }

  boolean isReadyEverywhere() {
    return readyCount() == wanted;
  }

  Optional<RoleInPod> worst() {
    return inPods.stream().findFirst();
  }

  RoleStatus toStatus() {
    return new RoleStatus(
        Objects.requireNonNull(container.name()),
        container.role().label(),
        container.container().getImage(),
        readyCount() + "/" + wanted,
        inPods.stream().mapToInt(RoleInPod::restarts).sum(),
        worst().map(RoleInPod::state).orElse(State.PENDING).label(),
        worst().map(RoleInPod::message).orElse(null));
  }
}
