package io.patternedapp.validate.pod;

import io.fabric8.kubernetes.api.model.Sysctl;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.container.SecurityContextRules;
import io.patternedapp.validate.format.EnumValueRules;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks the security context of the Pod. */
public final class PodSecurityContextCheck implements SpecCheck {

  private static final int MAX_SYSCTL_NAME_LENGTH = 253;
  private static final Pattern SYSCTL_NAME =
      Pattern.compile("([a-z0-9][-_a-z0-9]*[./])*[a-z0-9][-_a-z0-9]*");

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var context = spec.podOrDefault().securityContext();
    if (context == null) {
      return;
    }
    var path = "spec.pod.securityContext";
    SecurityContextRules.checkUserOrGroupId(context.getRunAsUser(), path + ".runAsUser", problems);
    SecurityContextRules.checkUserOrGroupId(
        context.getRunAsGroup(), path + ".runAsGroup", problems);
    SecurityContextRules.checkUserOrGroupId(context.getFsGroup(), path + ".fsGroup", problems);
    for (var group :
        FieldValue.items(path + ".supplementalGroups", context.getSupplementalGroups())) {
      SecurityContextRules.checkUserOrGroupId(group.value(), group.path(), problems);
    }
    SecurityContextRules.checkSeccomp(
        context.getSeccompProfile(), path + ".seccompProfile", problems);
    SecurityContextRules.checkAppArmor(
        context.getAppArmorProfile(), path + ".appArmorProfile", problems);
    checkSysctls(FieldValue.items(path + ".sysctls", context.getSysctls()), problems);
    EnumValueRules.check(
        context.getFsGroupChangePolicy(),
        Set.of("OnRootMismatch", "Always"),
        path + ".fsGroupChangePolicy",
        problems);
    EnumValueRules.check(
        context.getSeLinuxChangePolicy(),
        Set.of("MountOption", "Recursive"),
        path + ".seLinuxChangePolicy",
        problems);
    EnumValueRules.check(
        context.getSupplementalGroupsPolicy(),
        Set.of("Merge", "Strict"),
        path + ".supplementalGroupsPolicy",
        problems);
  }

  private static void checkSysctls(List<FieldValue<Sysctl>> sysctls, Problems problems) {
    var taken = new HashSet<String>();
    for (var sysctl : sysctls) {
      var name = String.valueOf(sysctl.value().getName());
      problems.errorIf(
          name.length() > MAX_SYSCTL_NAME_LENGTH || !SYSCTL_NAME.matcher(name).matches(),
          sysctl.pathTo("name"),
          "SysctlInvalid",
          "Invalid value \"%s\": must be a kernel parameter such as net.core.somaxconn",
          name);
      problems.errorIf(
          !taken.add(name),
          sysctl.pathTo("name"),
          "SysctlInvalid",
          "Duplicate value \"%s\": remove one of them",
          name);
    }
  }
}
