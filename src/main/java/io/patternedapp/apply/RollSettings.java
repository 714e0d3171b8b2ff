package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.Role;
import io.patternedapp.api.RoleContainer;
import io.patternedapp.api.Roles;
import io.patternedapp.expand.Services;
import io.patternedapp.expand.TargetPort;
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
 * @param deadline how long a changed Pod may take to get Ready
 * @param grace how long a Pod is out of the Service before clients would notice
 * @param clients the containers that clients of the Service depend on; empty where there is none
 */
record RollSettings(
    int maxUnavailable,
    int partition,
    boolean paused,
    Duration deadline,
    Duration grace,
    Set<String> clients) {

  static RollSettings of(PatternedApp app) {
    var spec = app.getSpec();
    var pod = spec.podWorkload();
    return new RollSettings(
        maxUnavailable(pod.maxUnavailable(), spec.replicaCount()),
        pod.partitionOrDefault(),
        pod.pausedOrDefault(),
        Duration.ofSeconds(pod.deadlineOrDefault()),
        Duration.ofSeconds(pod.graceOrDefault()),
        clients(spec));
  }

  /**
   * How many Pods may be not Ready at a time.
   *
   * @param written a number or a percentage of the replicas, rounded down; null means 1
   */
  static int maxUnavailable(@Nullable IntOrString written, int replicas) {
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
  private static Set<String> clients(PatternedAppSpec spec) {
    var service = spec.service();
    if (service == null) {
      return Set.of();
    }
    var names = new HashSet<String>();
    for (var role : Roles.of(spec)) {
      if (role.role() == Role.MAIN || role.role() == Role.AMBASSADOR) {
        names.add(String.valueOf(role.name()));
      }
    }
    for (var port : Services.ports(spec, service)) {
      if (TargetPort.of(spec, port) instanceof TargetPort.Found found) {
        RoleContainer target = found.container();
        if (target != null) {
          names.add(String.valueOf(target.name()));
        }
      }
    }
    return Set.copyOf(names);
  }
}
