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
 * Settings of the rollout of an app with workload kind Pod, with defaults applied.
 *
 * @param maxUnavailable how many Pods may be unavailable at a time, at least 1
 * @param partition Pods with a lower number keep the previous spec
 * @param paused whether the rollout is paused
 * @param progressDeadline how long an updated Pod may take to become ready
 * @param drainDelay how long a Pod is removed from the Service before its containers restart
 * @param trafficContainers the containers that serve clients of the Service; empty if there is no
 *     Service
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
   * Resolves how many Pods may be unavailable at a time, at least 1.
   *
   * @param configured a number, or a percentage of the replicas, rounded down; null means 1
   */
  static int resolveMaxUnavailable(@Nullable IntOrString configured, int replicas) {
    if (configured == null) {
      return 1;
    }
    if (configured.getIntVal() != null) {
      return Math.max(1, configured.getIntVal());
    }
    var percent = Integer.parseInt(configured.getStrVal().replace("%", ""));
    return Math.max(1, replicas * percent / 100);
  }

  /** Returns main, the ambassadors and the target containers of the Service ports. */
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
