package io.patternedapp.rollout;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.model.ContainerRole;
import io.patternedapp.model.RoleContainer;
import io.patternedapp.model.Roles;
import io.patternedapp.model.ServicePorts;
import io.patternedapp.model.TargetPort;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a change rolls over the Pods of an app.
 *
 * @param maxUnavailable how many may be not Ready at a time, at least 1
 * @param partition Pods with a lower number keep the former spec
 * @param paused whether the roll is held
 * @param progressDeadline how long a changed Pod may take to get Ready
 * @param drainDelay how long a Pod is out of the Service before clients would notice
 * @param trafficContainers the containers that clients of the Service depend on; empty where there
 *     is none
 */
public record RolloutSettings(
    int maxUnavailable,
    int partition,
    boolean paused,
    Duration progressDeadline,
    Duration drainDelay,
    Set<String> trafficContainers) {

  public static RolloutSettings resolve(PatternedApp app) {
    var spec = app.getSpec();
    var pod = spec.podWorkload();
    return new RolloutSettings(
        resolveMaxUnavailable(pod.maxUnavailable(), spec.replicaCount()),
        pod.partitionOrDefault(),
        pod.pausedOrDefault(),
        Duration.ofSeconds(pod.progressDeadlineSecondsOrDefault()),
        Duration.ofSeconds(pod.inPlaceGraceSecondsOrDefault()),
        resolveTrafficContainers(spec));
  }

  /**
   * How many Pods may be not Ready at a time.
   *
   * @param written a number or a percentage of the replicas, rounded down; null means 1
   */
  static int resolveMaxUnavailable(@Nullable IntOrString written, int replicas) {
    if (written == null) {
      return 1;
    }
    if (written.getIntVal() != null) {
      return Math.max(1, written.getIntVal());
    }
    var percent = Integer.parseInt(written.getStrVal().replace("%", ""));
    return Math.max(1, replicas * percent / 100);
  }

  /** What answers behind the Service, and what that needs to answer: main and its proxies. */
  private static Set<String> resolveTrafficContainers(PatternedAppSpec spec) {
    var service = spec.service();
    if (service == null) {
      return Set.of();
    }
    var names = new HashSet<String>();
    for (var role : Roles.list(spec)) {
      if (role.role() == ContainerRole.MAIN || role.role() == ContainerRole.AMBASSADOR) {
        names.add(String.valueOf(role.name()));
      }
    }
    for (var port : ServicePorts.resolve(spec, service)) {
      if (TargetPort.resolve(spec, port) instanceof TargetPort.Resolved found) {
        RoleContainer target = found.container();
        if (target != null) {
          names.add(String.valueOf(target.name()));
        }
      }
    }
    return Set.copyOf(names);
  }
}
