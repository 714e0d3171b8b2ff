package io.patternedapp.validate.container;

import io.fabric8.kubernetes.api.model.SecurityContext;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.pod.SecurityProfile;
import io.patternedapp.model.RoleContainer;
import io.patternedapp.model.Roles;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.format.EnumValueRules;
import io.patternedapp.validate.problem.Problems;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks the security contexts of containers for invalid and contradicting settings. */
public final class ContainerSecurityContextCheck implements SpecCheck {

  private static final String CONTRADICTION = "SecurityContradiction";
  private static final String RUN_AS_USER_FIELD = ".securityContext.runAsUser";

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    for (var container : Roles.list(spec)) {
      var context = container.container().getSecurityContext();
      if (context != null) {
        check(spec, context, container.path() + ".securityContext", problems);
      }
    }
    Roles.list(spec).stream()
        .map(container -> rootUserPath(spec, container))
        .filter(Objects::nonNull)
        .distinct()
        .forEach(path -> warnAboutRootUser(path, problems));
  }

  private static void warnAboutRootUser(String path, Problems problems) {
    problems.warning(
        path,
        CONTRADICTION,
        "user 0 is root, and runAsNonRoot prevents a root container from starting: choose"
            + " another user, or set runAsNonRoot: false");
  }

  private static void check(
      PatternedAppSpec spec, SecurityContext context, String path, Problems problems) {
    SecurityContextRules.checkUserOrGroupId(context.getRunAsUser(), path + ".runAsUser", problems);
    SecurityContextRules.checkUserOrGroupId(
        context.getRunAsGroup(), path + ".runAsGroup", problems);
    SecurityContextRules.checkSeccomp(
        context.getSeccompProfile(), path + ".seccompProfile", problems);
    SecurityContextRules.checkAppArmor(
        context.getAppArmorProfile(), path + ".appArmorProfile", problems);
    EnumValueRules.check(
        context.getProcMount(), Set.of("Default", "Unmasked"), path + ".procMount", problems);
    var forbidsEscalation = Boolean.FALSE.equals(context.getAllowPrivilegeEscalation());
    var noEscalation =
        forbidsEscalation || (isRestricted(spec) && context.getAllowPrivilegeEscalation() == null);
    var conflictingSetting =
        forbidsEscalation ? "allowPrivilegeEscalation: false" : "spec.security: Restricted";
    problems.errorIf(
        noEscalation && Boolean.TRUE.equals(context.getPrivileged()),
        path + ".privileged",
        CONTRADICTION,
        "privileged: true contradicts %s: remove one of them",
        conflictingSetting);
    problems.errorIf(
        noEscalation && addedCapabilities(context).contains("CAP_SYS_ADMIN"),
        path + ".capabilities.add",
        CONTRADICTION,
        "capability CAP_SYS_ADMIN contradicts %s: remove one of them",
        conflictingSetting);
  }

  private static List<String> addedCapabilities(SecurityContext context) {
    var capabilities = context.getCapabilities();
    return capabilities == null || capabilities.getAdd() == null
        ? List.of()
        : capabilities.getAdd();
  }

  private static boolean isRestricted(PatternedAppSpec spec) {
    return spec.security() == SecurityProfile.Restricted;
  }

  /** Returns the path of the root user if the container must run as non-root, else null. */
  private static @Nullable String rootUserPath(PatternedAppSpec spec, RoleContainer container) {
    var containerContext = container.container().getSecurityContext();
    var podContext = spec.podOrDefault().securityContext();
    var nonRoot =
        Stream.of(
                containerContext == null ? null : containerContext.getRunAsNonRoot(),
                podContext == null ? null : podContext.getRunAsNonRoot())
            .filter(Objects::nonNull)
            .findFirst();
    if (!nonRoot.orElse(isRestricted(spec))) {
      return null;
    }
    if (containerContext != null && containerContext.getRunAsUser() != null) {
      return containerContext.getRunAsUser() == 0 ? container.path() + RUN_AS_USER_FIELD : null;
    }
    return podContext != null && Objects.equals(podContext.getRunAsUser(), 0L)
        ? "spec.pod" + RUN_AS_USER_FIELD
        : null;
  }
}
