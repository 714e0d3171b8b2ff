package io.patternedapp.validate;

import io.fabric8.kubernetes.api.model.Sysctl;
import io.patternedapp.api.PatternedAppSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Security settings of the Pod as a whole. */
final class PodSecurity implements SpecCheck {

  private static final int MAX_SYSCTL = 253;
  private static final Pattern SYSCTL =
      Pattern.compile("([a-z0-9][-_a-z0-9]*[./])*[a-z0-9][-_a-z0-9]*");

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
    checkSysctls(Located.items(path + ".sysctls", context.getSysctls()), problems);
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

  private static void checkSysctls(List<Located<Sysctl>> sysctls, Problems problems) {
    var taken = new HashSet<String>();
    for (var sysctl : sysctls) {
      var name = String.valueOf(sysctl.value().getName());
      problems.errorIf(
          name.length() > MAX_SYSCTL || !SYSCTL.matcher(name).matches(),
          sysctl.at("name"),
          "SysctlInvalid",
          "\"%s\" is no kernel parameter: write one such as net.core.somaxconn",
          name);
      problems.errorIf(
          !taken.add(name),
          sysctl.at("name"),
          "SysctlInvalid",
          "\"%s\" is there twice: remove one of them",
          name);
    }
  }
}
