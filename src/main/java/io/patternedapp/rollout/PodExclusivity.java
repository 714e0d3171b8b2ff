package io.patternedapp.rollout;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.pod.AppVolume;
import io.patternedapp.api.workload.ClaimTemplate;
import io.patternedapp.model.Roles;
import java.util.Set;

/**
 * Checks whether Pods of two workloads of an app cannot run at the same time. The access modes of a
 * claim that the app only references are not known, so such a claim counts as single-node.
 */
final class PodExclusivity {

  private static final Set<String> SINGLE_NODE_ACCESS_MODES =
      Set.of("ReadWriteOnce", "ReadWriteOncePod");

  private PodExclusivity() {}

  static boolean isRequired(PatternedAppSpec spec) {
    return hasHostPort(spec)
        || spec.volumes().stream().anyMatch(PodExclusivity::isWritableClaim)
        || spec.claimTemplates().stream().anyMatch(PodExclusivity::isSingleNode);
  }

  private static boolean hasHostPort(PatternedAppSpec spec) {
    return Roles.list(spec).stream()
        .flatMap(role -> role.container().getPorts().stream())
        .anyMatch(port -> port.getHostPort() != null && port.getHostPort() > 0);
  }

  private static boolean isWritableClaim(AppVolume volume) {
    var claim = volume.getPersistentVolumeClaim();
    return claim != null && !Boolean.TRUE.equals(claim.getReadOnly());
  }

  private static boolean isSingleNode(ClaimTemplate claim) {
    return claim.spec().getAccessModes().stream().anyMatch(SINGLE_NODE_ACCESS_MODES::contains);
  }
}
