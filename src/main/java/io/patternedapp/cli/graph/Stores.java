package io.patternedapp.cli.graph;

import io.fabric8.kubernetes.api.model.Volume;
import io.patternedapp.api.AppVolume;
import io.patternedapp.api.FileMount;
import io.patternedapp.api.Medium;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.RoleContainer;
import io.patternedapp.api.Roles;
import io.patternedapp.cli.graph.AppGraph.Store;
import io.patternedapp.cli.graph.AppGraph.Use;
import io.patternedapp.expand.Volumes;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What containers mount, and who reads or writes it. */
final class Stores {

  private Stores() {}

  static List<Store> of(PatternedApp app) {
    var spec = app.getSpec();
    var roles = Roles.of(spec);
    var declared =
        spec.volumes().stream().map(volume -> store(volume.getName(), what(volume), roles));
    var claims =
        spec.claimTemplates().stream()
            .map(claim -> store(claim.metadata().name(), "a claim for each Pod", roles));
    var files =
        roles.stream()
            .flatMap(role -> role.container().getFiles().stream().map(mount -> store(mount, role)));
    return Stream.of(declared, claims, files).flatMap(stores -> stores).toList();
  }

  private static Store store(String volume, String what, List<RoleContainer> roles) {
    var uses =
        roles.stream()
            .flatMap(role -> uses(role, volume))
            .sorted(Comparator.comparing(Use::writes).reversed())
            .toList();
    return new Store(volume, what, false, uses);
  }

  private static Stream<Use> uses(RoleContainer role, String volume) {
    var name = Objects.requireNonNull(role.name());
    var mounts =
        role.container().getVolumeMounts().stream()
            .filter(mount -> volume.equals(mount.getName()))
            .map(
                mount ->
                    new Use(name, mount.getMountPath(), !Boolean.TRUE.equals(mount.getReadOnly())));
    var devices =
        role.container().getVolumeDevices().stream()
            .filter(device -> volume.equals(device.getName()))
            .map(device -> new Use(name, device.getDevicePath(), true));
    return Stream.concat(mounts, devices);
  }

  private static Store store(FileMount mount, RoleContainer role) {
    var names = new TreeSet<>(mount.data().keySet());
    names.addAll(mount.binaryData().keySet());
    return new Store(
        String.join(", ", names),
        mount.isLive() ? "files, refreshed live" : "files",
        true,
        List.of(new Use(Objects.requireNonNull(role.name()), mount.mountPath(), false)));
  }

  private static String what(AppVolume volume) {
    if (Volumes.sources(volume) == 0) {
      return volume.getMedium() == Medium.Memory ? "shared, in memory" : "shared";
    }
    return source(volume);
  }

  private static String source(Volume volume) {
    if (volume.getConfigMap() != null) {
      return "ConfigMap " + volume.getConfigMap().getName();
    }
    if (volume.getSecret() != null) {
      return "Secret " + volume.getSecret().getSecretName();
    }
    if (volume.getPersistentVolumeClaim() != null) {
      return "claim " + volume.getPersistentVolumeClaim().getClaimName();
    }
    if (volume.getHostPath() != null) {
      return "the node's " + volume.getHostPath().getPath();
    }
    return volume.getEmptyDir() != null ? "shared" : "volume";
  }
}
