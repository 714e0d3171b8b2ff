package io.patternedapp.apply;

import io.patternedapp.api.AppVolume;
import io.patternedapp.api.ClaimTemplate;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.Roles;
import java.util.Set;

/**
 * Whether Pods of two workloads of an app could not run beside each other. Which access a claim of
 * another author allows is not known, so it counts as one for a single node.
 */
final class Exclusive {

  private static final Set<String> SINGLE = Set.of("ReadWriteOnce", "ReadWriteOncePod");

  private Exclusive() {}

  static boolean is(PatternedAppSpec spec) {
    return hasHostPort(spec)
        || spec.volumes().stream().anyMatch(Exclusive::isClaim)
        || spec.claimTemplates().stream().anyMatch(Exclusive::isSingle);
  }

  private static boolean hasHostPort(PatternedAppSpec spec) {
    return Roles.of(spec).stream()
        .flatMap(role -> role.container().getPorts().stream())
        .anyMatch(port -> port.getHostPort() != null && port.getHostPort() > 0);
  }

  private static boolean isClaim(AppVolume volume) {
    var claim = volume.getPersistentVolumeClaim();
    return claim != null && !Boolean.TRUE.equals(claim.getReadOnly());
  }

  private static boolean isSingle(ClaimTemplate claim) {
    return claim.spec().getAccessModes().stream().anyMatch(SINGLE::contains);
  }
}
