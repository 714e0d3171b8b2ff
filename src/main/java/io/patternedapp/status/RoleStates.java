package io.patternedapp.status;

import io.fabric8.kubernetes.api.model.Pod;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.Role;
import io.patternedapp.api.RoleContainer;
import io.patternedapp.api.RoleStatus;
import io.patternedapp.api.Roles;
import io.patternedapp.expand.StartOrder;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The roles of an app over its Pods.
 *
 * @param roles each named role once, in the order of {@link Roles#of}
 */
record RoleStates(List<RoleState> roles) {

  /**
   * The roles over Pods.
   *
   * @param pods those that count
   * @param wanted how many there should be
   */
  static RoleStates of(PatternedAppSpec spec, List<Pod> pods, int wanted, Clock clock) {
    var life = PodLife.of(spec);
    Set<String> seen = new HashSet<>();
    return new RoleStates(
        Roles.of(spec).stream()
            .filter(c -> c.name() != null && seen.add(c.name()))
            .map(c -> over(c, wanted, pods, life, clock))
            .toList());
  }

  List<RoleStatus> toStatus() {
    return roles.stream().map(RoleState::toStatus).toList();
  }

  /** How many of the roles that run beside each other are ready in all Pods, such as 2/2. */
  String ready() {
    var beside = roles.stream().filter(r -> r.container().runsBesideMain()).toList();
    var running = beside.stream().filter(r -> r.wanted() > 0).toList();
    return running.stream().filter(RoleState::isReadyEverywhere).count() + "/" + running.size();
  }

  /** In the order of their start: what is first holds back what is later. */
  Stream<RoleState> inStartOrder(PatternedAppSpec spec) {
    var early = StartOrder.of(spec).containers().stream().map(RoleContainer::name).toList();
    return Stream.concat(
        early.stream()
            .flatMap(name -> roles.stream().filter(r -> name.equals(r.container().name()))),
        roles.stream().filter(r -> !early.contains(r.container().name())));
  }

  private static RoleState over(
      RoleContainer container, int wanted, List<Pod> pods, PodLife life, Clock clock) {
    return new RoleState(
        container, wanted, pods.stream().map(pod -> inPod(container, pod, life, clock)).toList());
  }

  private static RoleInPod inPod(RoleContainer container, Pod pod, PodLife life, Clock clock) {
    var it = RoleInPod.of(container, pod, life);
    return PodTrouble.of(pod, clock)
        .filter(PodTrouble::isOfAllContainers)
        .filter(t -> !(container.role() == Role.INIT && it.ready()))
        .map(it::without)
        .orElse(it);
  }
}
