package io.patternedapp.status.container;

import io.fabric8.kubernetes.api.model.Pod;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.status.RoleContainerStatus;
import io.patternedapp.model.ContainerRole;
import io.patternedapp.model.RoleContainer;
import io.patternedapp.model.Roles;
import io.patternedapp.model.StartOrder;
import io.patternedapp.status.pod.PodFailure;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The containers of an app, each aggregated over the Pods.
 *
 * @param rollups one per container name, in the order of {@link Roles#list}
 */
public record ContainerRollups(List<ContainerRollup> rollups) {

  /**
   * Aggregates the containers over the Pods.
   *
   * @param pods the active Pods
   * @param desiredPods the desired number of Pods
   */
  public static ContainerRollups aggregate(
      PatternedAppSpec spec, List<Pod> pods, int desiredPods, Clock clock) {
    var restartSemantics = RestartSemantics.resolve(spec);
    Set<String> seen = new HashSet<>();
    return new ContainerRollups(
        Roles.list(spec).stream()
            .filter(c -> c.name() != null && seen.add(c.name()))
            .map(c -> aggregateContainer(c, desiredPods, pods, restartSemantics, clock))
            .toList());
  }

  public List<RoleContainerStatus> toStatus() {
    return rollups.stream().map(ContainerRollup::toStatus).toList();
  }

  /** Returns how many containers that run alongside main are ready in all Pods, such as 2/2. */
  public String readyRatio() {
    var running =
        rollups.stream()
            .filter(r -> r.container().runsAlongsideMain())
            .filter(r -> r.desiredPods() > 0)
            .toList();
    return running.stream().filter(ContainerRollup::isReadyEverywhere).count()
        + "/"
        + running.size();
  }

  /** Returns the rollups in start order, because an earlier container blocks the later ones. */
  public Stream<ContainerRollup> inStartOrder(PatternedAppSpec spec) {
    var early = StartOrder.resolve(spec).containers().stream().map(RoleContainer::name).toList();
    return Stream.concat(
        early.stream()
            .flatMap(name -> rollups.stream().filter(r -> name.equals(r.container().name()))),
        rollups.stream().filter(r -> !early.contains(r.container().name())));
  }

  private static ContainerRollup aggregateContainer(
      RoleContainer container,
      int desiredPods,
      List<Pod> pods,
      RestartSemantics restartSemantics,
      Clock clock) {
    return new ContainerRollup(
        container,
        desiredPods,
        pods.stream().map(pod -> observe(container, pod, restartSemantics, clock)).toList());
  }

  private static ContainerObservation observe(
      RoleContainer container, Pod pod, RestartSemantics restartSemantics, Clock clock) {
    var observation = ContainerStatusReader.read(container, pod, restartSemantics);
    return PodFailure.detect(pod, clock)
        .filter(PodFailure::affectsAllContainers)
        .filter(f -> !(container.role() == ContainerRole.INIT && observation.ready()))
        .map(observation::overriddenBy)
        .orElse(observation);
  }
}
