package io.patternedapp.validate;

import io.fabric8.kubernetes.api.model.SecurityContext;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.RoleContainer;
import io.patternedapp.api.Roles;
import io.patternedapp.api.SecurityProfile;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Security settings of containers that contradict each other. */
final class SecurityContexts implements SpecCheck {

  private static final String CONTRADICTION = "SecurityContradiction";
  private static final String USER = ".securityContext.runAsUser";

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    for (var container : Roles.of(spec)) {
      var context = container.container().getSecurityContext();
      if (context != null) {
        check(spec, context, container.path() + ".securityContext", problems);
      }
    }
    Roles.of(spec).stream()
        .map(container -> rootUser(spec, container))
        .filter(Objects::nonNull)
        .distinct()
        .forEach(path -> reportRoot(path, problems));
  }

  private static void reportRoot(String path, Problems problems) {
    problems.warning(
        path,
        CONTRADICTION,
        "user 0 is root, which runAsNonRoot keeps from starting: choose another user, or set"
            + " runAsNonRoot: false");
  }

  private static void check(
      PatternedAppSpec spec, SecurityContext context, String path, Problems problems) {
    SecurityFields.checkId(context.getRunAsUser(), path + ".runAsUser", problems);
    SecurityFields.checkId(context.getRunAsGroup(), path + ".runAsGroup", problems);
    SecurityFields.checkSeccomp(context.getSeccompProfile(), path + ".seccompProfile", problems);
    SecurityFields.checkAppArmor(context.getAppArmorProfile(), path + ".appArmorProfile", problems);
    Enums.check(
        context.getProcMount(), Set.of("Default", "Unmasked"), path + ".procMount", problems);
    var refused = Boolean.FALSE.equals(context.getAllowPrivilegeEscalation());
    var noEscalation =
        refused || (isRestricted(spec) && context.getAllowPrivilegeEscalation() == null);
    var why = refused ? "allowPrivilegeEscalation: false" : "spec.security: Restricted";
    problems.errorIf(
        noEscalation && Boolean.TRUE.equals(context.getPrivileged()),
        path + ".privileged",
        CONTRADICTION,
        "a privileged container contradicts %s: remove one of them",
        why);
    problems.errorIf(
        noEscalation && added(context).contains("CAP_SYS_ADMIN"),
        path + ".capabilities.add",
        CONTRADICTION,
        "the capability CAP_SYS_ADMIN contradicts %s: remove one of them",
        why);
  }

  private static List<String> added(SecurityContext context) {
    var capabilities = context.getCapabilities();
    return capabilities == null || capabilities.getAdd() == null
        ? List.of()
        : capabilities.getAdd();
  }

  private static boolean isRestricted(PatternedAppSpec spec) {
    return spec.security() == SecurityProfile.Restricted;
  }

  /** Where it is written that this container runs as root, which it must not; null when it may. */
  private static @Nullable String rootUser(PatternedAppSpec spec, RoleContainer container) {
    var own = container.container().getSecurityContext();
    var pod = spec.podOrDefault().securityContext();
    var nonRoot =
        Stream.of(
                own == null ? null : own.getRunAsNonRoot(),
                pod == null ? null : pod.getRunAsNonRoot())
            .filter(Objects::nonNull)
            .findFirst();
    if (!nonRoot.orElse(isRestricted(spec))) {
      return null;
    }
    if (own != null && own.getRunAsUser() != null) {
      return own.getRunAsUser() == 0 ? container.path() + USER : null;
    }
    return pod != null && Objects.equals(pod.getRunAsUser(), 0L) ? "spec.pod" + USER : null;
  }
}
