package io.patternedapp.validate.volume;

import io.fabric8.kubernetes.api.model.VolumeMount;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.pod.AppVolume;
import io.patternedapp.model.RoleContainer;
import io.patternedapp.model.Roles;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.format.EnumValueRules;
import io.patternedapp.validate.format.Suggestions;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks that volume mounts refer to declared volumes and have valid settings. */
public final class VolumeMountsCheck implements SpecCheck {

  private static final Set<String> MOUNT_PROPAGATION_MODES =
      Set.of("None", "HostToContainer", "Bidirectional");
  private static final Set<String> RECURSIVE_READ_ONLY_MODES =
      Set.of("Disabled", "IfPossible", "Enabled");

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var names = mountableNames(spec);
    for (var container : Roles.list(spec)) {
      var mounts =
          FieldValue.items(
              container.path() + ".volumeMounts", container.container().getVolumeMounts());
      for (var mount : mounts) {
        checkDeclared(mount.value().getName(), mount.pathTo("name"), names, problems);
        checkSubPath(mount, problems);
        checkPropagation(container, mount, problems);
      }
    }
  }

  /** Lists the names of volumes and of the claim templates of a StatefulSet. */
  static List<String> mountableNames(PatternedAppSpec spec) {
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
        "Not found: no volume is named \"%s\"; add it to spec.volumes, or use an existing"
            + " volume; %s",
        name,
        Suggestions.didYouMean(name, names));
  }

  private static void checkSubPath(FieldValue<VolumeMount> mount, Problems problems) {
    checkWithinVolume(mount.value().getSubPath(), mount.pathTo("subPath"), problems);
    checkWithinVolume(mount.value().getSubPathExpr(), mount.pathTo("subPathExpr"), problems);
    problems.errorIf(
        isPresent(mount.value().getSubPath()) && isPresent(mount.value().getSubPathExpr()),
        mount.pathTo("subPathExpr"),
        "SubPathTwice",
        "subPath and subPathExpr are mutually exclusive: remove one of them");
  }

  private static void checkWithinVolume(@Nullable String subPath, String path, Problems problems) {
    problems.errorIf(
        FilePaths.isAbsolute(subPath) || FilePaths.hasParentTraversal(subPath),
        path,
        "SubPathInvalid",
        "Invalid value \"%s\": must be a relative path inside the volume, without '..'",
        subPath);
  }

  private static void checkPropagation(
      RoleContainer container, FieldValue<VolumeMount> located, Problems problems) {
    var mount = located.value();
    var propagation = mount.getMountPropagation();
    EnumValueRules.check(
        propagation, MOUNT_PROPAGATION_MODES, located.pathTo("mountPropagation"), problems);
    var context = container.container().getSecurityContext();
    problems.errorIf(
        "Bidirectional".equals(propagation)
            && (context == null || !Boolean.TRUE.equals(context.getPrivileged())),
        located.pathTo("mountPropagation"),
        "MountPropagationUnprivileged",
        "Forbidden: Bidirectional mount propagation is available only to privileged containers;"
            + " use HostToContainer, or set securityContext.privileged: true");
    var recursiveReadOnly = mount.getRecursiveReadOnly();
    EnumValueRules.check(
        recursiveReadOnly,
        RECURSIVE_READ_ONLY_MODES,
        located.pathTo("recursiveReadOnly"),
        problems);
    problems.errorIf(
        recursiveReadOnly != null
            && !recursiveReadOnly.equals("Disabled")
            && (!Boolean.TRUE.equals(mount.getReadOnly())
                || (propagation != null && !propagation.equals("None"))),
        located.pathTo("recursiveReadOnly"),
        "RecursiveReadOnly",
        "Forbidden: recursiveReadOnly requires readOnly: true and no mountPropagation; set them,"
            + " or remove recursiveReadOnly");
  }

  private static boolean isPresent(@Nullable String text) {
    return text != null && !text.isEmpty();
  }
}
