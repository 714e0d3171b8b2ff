package io.patternedapp.validate;

import io.patternedapp.api.PatternedAppSpec;
import java.util.Set;

/** Security settings of the Pod as a whole. */
final class PodSecurity implements SpecCheck {

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var context = spec.podOrDefault().securityContext();
    if (context == null) {
      return;
    }
    var path = "spec.pod.securityContext";
    SecurityFields.checkId(context.getRunAsUser(), path + ".runAsUser", problems);
    SecurityFields.checkId(context.getRunAsGroup(), path + ".runAsGroup", problems);
    SecurityFields.checkId(context.getFsGroup(), path + ".fsGroup", problems);
    for (var group : Located.items(path + ".supplementalGroups", context.getSupplementalGroups())) {
      SecurityFields.checkId(group.value(), group.path(), problems);
    }
    SecurityFields.checkSeccomp(context.getSeccompProfile(), path + ".seccompProfile", problems);
    SecurityFields.checkAppArmor(context.getAppArmorProfile(), path + ".appArmorProfile", problems);
    Enums.check(
        context.getFsGroupChangePolicy(),
        Set.of("OnRootMismatch", "Always"),
        path + ".fsGroupChangePolicy",
        problems);
    Enums.check(
        context.getSeLinuxChangePolicy(),
        Set.of("MountOption", "Recursive"),
        path + ".seLinuxChangePolicy",
        problems);
    Enums.check(
        context.getSupplementalGroupsPolicy(),
        Set.of("Merge", "Strict"),
        path + ".supplementalGroupsPolicy",
        problems);
  }
}
