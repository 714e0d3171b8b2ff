package io.patternedapp.cli.graph;

import io.fabric8.kubernetes.api.model.Volume;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.container.FileMount;
import io.patternedapp.api.pod.AppVolume;
import io.patternedapp.api.pod.EmptyDirMedium;
import io.patternedapp.cli.graph.AppTopology.Mount;
import io.patternedapp.cli.graph.AppTopology.VolumeNode;
import io.patternedapp.expand.pod.VolumeGenerator;
import io.patternedapp.model.RoleContainer;
import io.patternedapp.model.Roles;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** Builds the volumes and inline files of an app with their mounts. */
final class TopologyVolumes {

  private TopologyVolumes() {}

  static List<VolumeNode> buildAll(PatternedApp app) {
    var spec = app.getSpec();
    var roles = Roles.list(spec);
    var declared =
        spec.volumes().stream()
            .map(volume -> buildVolumeNode(volume.getName(), describeVolume(volume), roles));
    var claims =
        spec.claimTemplates().stream()
            .map(claim -> buildVolumeNode(claim.metadata().name(), "volumeClaimTemplate", roles));
    var files =
        roles.stream()
            .flatMap(
                role ->
                    role.container().getFiles().stream().map(mount -> buildFileNode(mount, role)));
    return Stream.of(declared, claims, files).flatMap(Function.identity()).toList();
  }

  private static VolumeNode buildVolumeNode(
      String volume, String description, List<RoleContainer> roles) {
    var mounts =
        roles.stream()
            .flatMap(role -> mountsOf(role, volume))
            .sorted(Comparator.comparing(Mount::isWritable).reversed())
            .toList();
    return new VolumeNode(volume, description, false, mounts);
  }

  private static Stream<Mount> mountsOf(RoleContainer role, String volume) {
    var name = Objects.requireNonNull(role.name());
    var mounts =
        role.container().getVolumeMounts().stream()
            .filter(mount -> volume.equals(mount.getName()))
            .map(
                mount ->
                    new Mount(
                        name, mount.getMountPath(), !Boolean.TRUE.equals(mount.getReadOnly())));
    var devices =
        role.container().getVolumeDevices().stream()
            .filter(device -> volume.equals(device.getName()))
            .map(device -> new Mount(name, device.getDevicePath(), true));
    return Stream.concat(mounts, devices);
  }

  private static VolumeNode buildFileNode(FileMount mount, RoleContainer role) {
    var names = new TreeSet<>(mount.data().keySet());
    names.addAll(mount.binaryData().keySet());
    return new VolumeNode(
        String.join(", ", names),
        mount.isLive() ? "files, updated live" : "files",
        true,
        List.of(new Mount(Objects.requireNonNull(role.name()), mount.mountPath(), false)));
  }

  private static String describeVolume(AppVolume volume) {
    if (VolumeGenerator.countSources(volume) == 0) {
      return volume.getMedium() == EmptyDirMedium.Memory ? "emptyDir, medium Memory" : "emptyDir";
    }
    return describeSource(volume);
  }

  private static String describeSource(Volume volume) {
    if (volume.getConfigMap() != null) {
      return "ConfigMap " + volume.getConfigMap().getName();
    }
    if (volume.getSecret() != null) {
      return "Secret " + volume.getSecret().getSecretName();
    }
    if (volume.getPersistentVolumeClaim() != null) {
      return "PersistentVolumeClaim " + volume.getPersistentVolumeClaim().getClaimName();
    }
    if (volume.getHostPath() != null) {
      return "hostPath " + volume.getHostPath().getPath();
    }
    return volume.getEmptyDir() != null ? "emptyDir" : "volume";
  }
}
