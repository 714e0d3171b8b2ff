package io.patternedapp.validate;

import io.fabric8.kubernetes.api.model.VolumeMount;
import io.patternedapp.api.AppVolume;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.RoleContainer;
import io.patternedapp.api.Roles;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is mounted is declared, and each mount is possible. */
final class VolumeMounts implements SpecCheck {

  private static final Set<String> PROPAGATIONS =
      Set.of("None", "HostToContainer", "Bidirectional");
  private static final Set<String> RECURSIONS = Set.of("Disabled", "IfPossible", "Enabled");

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var names = names(spec);
    for (var container : Roles.of(spec)) {
      var mounts =
          Located.items(
              container.path() + ".volumeMounts", container.container().getVolumeMounts());
      for (var mount : mounts) {
        checkDeclared(mount.value().getName(), mount.at("name"), names, problems);
        checkSubPath(mount, problems);
        checkPropagation(container, mount, problems);
      }
    }
  }

  /** What can be mounted: volumes, and the claims that each Pod of a StatefulSet gets. */
  static List<String> names(PatternedAppSpec spec) {
    return Stream.concat(
            spec.volumes().stream().map(AppVolume::getName),
            spec.claimTemplates().stream().map(claim -> claim.metadata().name()))
        .filter(Objects::nonNull)
        .toList();
  }

  static void checkDeclared(
      @Nullable String name, String path, List<String> names, Problems problems) {
    problems.errorIf(
        name == null || !names.contains(name),
        path,
        "VolumeUndeclared",
        "no volume is called \"%s\": add it to spec.volumes, or use one that is there: %s",
        name,
        Nearest.hint(name, names));
  }

  private static void checkSubPath(Located<VolumeMount> mount, Problems problems) {
    checkInside(mount.value().getSubPath(), mount.at("subPath"), problems);
    checkInside(mount.value().getSubPathExpr(), mount.at("subPathExpr"), problems);
    problems.errorIf(
        isGiven(mount.value().getSubPath()) && isGiven(mount.value().getSubPathExpr()),
        mount.at("subPathExpr"),
        "SubPathTwice",
        "a mount has either subPath or subPathExpr: remove one of them");
  }

  private static void checkInside(@Nullable String subPath, String path, Problems problems) {
    problems.errorIf(
        Paths.isAbsolute(subPath) || Paths.climbs(subPath),
        path,
        "SubPathInvalid",
        "\"%s\" leads out of the volume: write a path inside of it, without '/' in front and"
            + " without '..'",
        subPath);
  }

  private static void checkPropagation(
      RoleContainer container, Located<VolumeMount> located, Problems problems) {
    var mount = located.value();
    var propagation = mount.getMountPropagation();
    Enums.check(propagation, PROPAGATIONS, located.at("mountPropagation"), problems);
    var context = container.container().getSecurityContext();
    problems.errorIf(
        "Bidirectional".equals(propagation)
            && (context == null || !Boolean.TRUE.equals(context.getPrivileged())),
        located.at("mountPropagation"),
        "MountPropagationUnprivileged",
        "only a privileged container may mount Bidirectional: use HostToContainer, or set"
            + " securityContext.privileged: true");
    var recursion = mount.getRecursiveReadOnly();
    Enums.check(recursion, RECURSIONS, located.at("recursiveReadOnly"), problems);
    problems.errorIf(
        recursion != null
            && !recursion.equals("Disabled")
            && (!Boolean.TRUE.equals(mount.getReadOnly())
                || (propagation != null && !propagation.equals("None"))),
        located.at("recursiveReadOnly"),
        "RecursiveReadOnly",
        "recursiveReadOnly needs readOnly: true and no mountPropagation: set them so, or remove it");
  }

  private static boolean isGiven(@Nullable String text) {
    return text != null && !text.isEmpty();
  }
}
