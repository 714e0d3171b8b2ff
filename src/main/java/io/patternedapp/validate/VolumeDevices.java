package io.patternedapp.validate;

import io.fabric8.kubernetes.api.model.VolumeDevice;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.Roles;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Block devices are claims that are declared, and not mounted as well. */
final class VolumeDevices implements SpecCheck {

  private static final Set<String> BLOCK_SOURCES = Set.of("persistentVolumeClaim", "ephemeral");

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var names = VolumeMounts.names(spec);
    for (var container : Roles.of(spec)) {
      var c = container.container();
      var mounted =
          Located.items(container.path(), c.getVolumeMounts()).stream()
              .map(mount -> Objects.requireNonNullElse(mount.value().getName(), ""))
              .toList();
      for (var device : Located.items(container.path() + ".volumeDevices", c.getVolumeDevices())) {
        VolumeMounts.checkDeclared(device.value().getName(), device.at("name"), names, problems);
        checkSource(spec, device, problems);
        checkMounted(device, mounted, problems);
        checkPath(device, problems);
      }
    }
  }

  private static void checkSource(
      PatternedAppSpec spec, Located<VolumeDevice> device, Problems problems) {
    spec.volumes().stream()
        .filter(volume -> Objects.equals(volume.getName(), device.value().getName()))
        .filter(volume -> VolumeSource.of(volume).stream().noneMatch(BLOCK_SOURCES::contains))
        .findFirst()
        .ifPresent(
            volume ->
                problems.error(
                    device.at("name"),
                    "VolumeNotBlock",
                    "\"%s\" is no claim, and only claims can be block devices: give it a"
                        + " persistentVolumeClaim, or mount it under volumeMounts",
                    volume.getName()));
  }

  private static void checkMounted(
      Located<VolumeDevice> device, List<String> mounted, Problems problems) {
    problems.errorIf(
        device.value().getName() != null && mounted.contains(device.value().getName()),
        device.at("name"),
        "VolumeNotBlock",
        "\"%s\" is mounted as a directory too: remove it from volumeMounts or from volumeDevices",
        device.value().getName());
  }

  private static void checkPath(Located<VolumeDevice> device, Problems problems) {
    var path = device.value().getDevicePath();
    problems.errorIf(
        path == null || path.isEmpty() || Paths.climbs(path),
        device.at("devicePath"),
        "MountPathInvalid",
        "\"%s\" cannot be the path of a device: write an absolute path without '..'",
        path);
  }
}
