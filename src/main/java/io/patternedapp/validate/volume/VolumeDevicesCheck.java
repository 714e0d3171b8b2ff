package io.patternedapp.validate.volume;

import io.fabric8.kubernetes.api.model.VolumeDevice;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.model.Roles;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Checks that block devices refer to declared claims that are not mounted as directories. */
public final class VolumeDevicesCheck implements SpecCheck {

  private static final Set<String> BLOCK_SOURCES = Set.of("persistentVolumeClaim", "ephemeral");

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var names = VolumeMountsCheck.mountableNames(spec);
    for (var container : Roles.list(spec)) {
      var c = container.container();
      var mounted =
          FieldValue.items(container.path(), c.getVolumeMounts()).stream()
              .map(mount -> Objects.requireNonNullElse(mount.value().getName(), ""))
              .toList();
      for (var device :
          FieldValue.items(container.path() + ".volumeDevices", c.getVolumeDevices())) {
        VolumeMountsCheck.checkDeclared(
            device.value().getName(), device.pathTo("name"), names, problems);
        checkSource(spec, device, problems);
        checkNotMounted(device, mounted, problems);
        checkDevicePath(device, problems);
      }
    }
  }

  private static void checkSource(
      PatternedAppSpec spec, FieldValue<VolumeDevice> device, Problems problems) {
    spec.volumes().stream()
        .filter(volume -> Objects.equals(volume.getName(), device.value().getName()))
        .filter(
            volume ->
                VolumeSourceField.fieldNames(volume).stream().noneMatch(BLOCK_SOURCES::contains))
        .findFirst()
        .ifPresent(
            volume ->
                problems.error(
                    device.pathTo("name"),
                    "VolumeNotBlock",
                    "Invalid value \"%s\": only a claim can be a block device; set"
                        + " persistentVolumeClaim on the volume, or mount it with volumeMounts",
                    volume.getName()));
  }

  private static void checkNotMounted(
      FieldValue<VolumeDevice> device, List<String> mounted, Problems problems) {
    problems.errorIf(
        device.value().getName() != null && mounted.contains(device.value().getName()),
        device.pathTo("name"),
        "VolumeNotBlock",
        "Invalid value \"%s\": must not be mounted as a directory too; remove it from"
            + " volumeMounts or from volumeDevices",
        device.value().getName());
  }

  private static void checkDevicePath(FieldValue<VolumeDevice> device, Problems problems) {
    var path = device.value().getDevicePath();
    problems.errorIf(
        path == null || path.isEmpty() || FilePaths.hasParentTraversal(path),
        device.pathTo("devicePath"),
        "MountPathInvalid",
        "Invalid value \"%s\": must be an absolute device path without '..'",
        path);
  }
}
