package io.patternedapp.validate;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.HostPathVolumeSource;
import io.fabric8.kubernetes.api.model.NFSVolumeSource;
import io.fabric8.kubernetes.api.model.ProjectedVolumeSource;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.patternedapp.api.AppVolume;
import io.patternedapp.api.PatternedAppSpec;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the usual sources of volumes need. */
final class VolumeSources implements SpecCheck {

  private static final Set<String> HOST_PATH_TYPES =
      Set.of(
          "",
          "DirectoryOrCreate",
          "Directory",
          "FileOrCreate",
          "File",
          "Socket",
          "CharDevice",
          "BlockDevice");

  /** The first three may be empty, and of the others it is told what they lack. */
  private static final Set<String> NOT_EMPTY_OR_TOLD =
      Set.of(
          "emptyDir",
          "downwardAPI",
          "projected",
          "configMap",
          "secret",
          "persistentVolumeClaim",
          "csi",
          "image",
          "ephemeral",
          "hostPath",
          "nfs");

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Set<String> PULL_POLICIES = Set.of("Always", "IfNotPresent", "Never");

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    for (var volume : Located.items("spec.volumes", spec.volumes())) {
      checkNames(volume, problems);
      checkSaysSomething(volume, problems);
      checkEmptyDir(volume.value().getEmptyDir(), volume.at("emptyDir"), problems);
      checkHostPath(volume.value().getHostPath(), volume.at("hostPath"), problems);
      checkNfs(volume.value().getNfs(), volume.at("nfs"), problems);
      checkProjected(volume.value().getProjected(), volume.at("projected"), problems);
    }
  }

  private static void checkNames(Located<AppVolume> located, Problems problems) {
    Volume volume = located.value();
    if (volume.getConfigMap() != null) {
      require(volume.getConfigMap().getName(), located.at("configMap.name"), problems);
    }
    if (volume.getSecret() != null) {
      require(volume.getSecret().getSecretName(), located.at("secret.secretName"), problems);
    }
    if (volume.getPersistentVolumeClaim() != null) {
      require(
          volume.getPersistentVolumeClaim().getClaimName(),
          located.at("persistentVolumeClaim.claimName"),
          problems);
    }
    if (volume.getCsi() != null) {
      require(volume.getCsi().getDriver(), located.at("csi.driver"), problems);
    }
    if (volume.getImage() != null) {
      require(volume.getImage().getReference(), located.at("image.reference"), problems);
    }
    if (volume.getImage() != null) {
      Enums.check(
          volume.getImage().getPullPolicy(),
          PULL_POLICIES,
          located.at("image.pullPolicy"),
          problems);
    }
    if (volume.getEphemeral() != null) {
      var template = volume.getEphemeral().getVolumeClaimTemplate();
      problems.errorIf(
          template == null || template.getSpec() == null,
          located.at("ephemeral.volumeClaimTemplate.spec"),
          "VolumeSourceIncomplete",
          "an ephemeral volume is made from a claim: add it");
    }
  }

  /** The API server would take a source that says nothing for none, which means an emptyDir. */
  private static void checkSaysSomething(Located<AppVolume> located, Problems problems) {
    for (var source : VolumeSource.ofSources(located.value())) {
      problems.errorIf(
          !NOT_EMPTY_OR_TOLD.contains(source.field())
              && JSON.valueToTree(source.getter().apply(located.value())).isEmpty(),
          located.at(source.field()),
          "VolumeSourceIncomplete",
          "the volume does not say what it is made from: add it, or remove %s for an empty directory",
          source.field());
    }
  }

  private static void checkEmptyDir(
      @Nullable EmptyDirVolumeSource emptyDir, String path, Problems problems) {
    if (emptyDir != null && emptyDir.getSizeLimit() != null) {
      Quantities.parse(emptyDir.getSizeLimit(), path + ".sizeLimit", problems);
    }
  }

  private static void checkHostPath(
      @Nullable HostPathVolumeSource hostPath, String path, Problems problems) {
    if (hostPath != null) {
      require(hostPath.getPath(), path + ".path", problems);
      Enums.check(hostPath.getType(), HOST_PATH_TYPES, path + ".type", problems);
      problems.errorIf(
          Paths.climbs(hostPath.getPath()),
          path + ".path",
          "PathClimbs",
          "a path on the node cannot have '..' in it: write it out");
    }
  }

  private static void checkNfs(@Nullable NFSVolumeSource nfs, String path, Problems problems) {
    if (nfs != null) {
      require(nfs.getServer(), path + ".server", problems);
      problems.errorIf(
          !Paths.isAbsolute(nfs.getPath()),
          path + ".path",
          "VolumeSourceIncomplete",
          "the path on the server must begin with '/': write it out");
    }
  }

  private static void checkProjected(
      @Nullable ProjectedVolumeSource projected, String path, Problems problems) {
    if (projected == null) {
      return;
    }
    for (var source : Located.items(path + ".sources", projected.getSources())) {
      problems.errorIf(
          countSources(source.value()) != 1,
          source.path(),
          "VolumeSourceCount",
          "write exactly one of secret, configMap, downwardAPI, serviceAccountToken,"
              + " clusterTrustBundle");
    }
  }

  private static long countSources(VolumeProjection source) {
    return Stream.of(
            source.getSecret(),
            source.getConfigMap(),
            source.getDownwardAPI(),
            source.getServiceAccountToken(),
            source.getClusterTrustBundle(),
            source.getPodCertificate())
        .filter(Objects::nonNull)
        .count();
  }

  private static void require(@Nullable String value, String path, Problems problems) {
    problems.errorIf(
        value == null || value.isEmpty(),
        path,
        "VolumeSourceIncomplete",
        "the volume does not say what it is made from: add %s",
        path.substring(path.lastIndexOf('.') + 1));
  }
}
