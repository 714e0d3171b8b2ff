package io.patternedapp.validate.volume;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.HostPathVolumeSource;
import io.fabric8.kubernetes.api.model.NFSVolumeSource;
import io.fabric8.kubernetes.api.model.ProjectedVolumeSource;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.pod.AppVolume;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.format.EnumValueRules;
import io.patternedapp.validate.format.QuantityParser;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks the required fields of volume sources. */
public final class VolumeSourceFieldsCheck implements SpecCheck {

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

  /** The first three may be empty; other checks report the missing fields of the others. */
  private static final Set<String> SOURCES_WITHOUT_EMPTY_CHECK =
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

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    for (var volume : FieldValue.items("spec.volumes", spec.volumes())) {
      checkNames(volume, problems);
      checkNotEmpty(volume, problems);
      checkEmptyDir(volume.value().getEmptyDir(), volume.pathTo("emptyDir"), problems);
      checkHostPath(volume.value().getHostPath(), volume.pathTo("hostPath"), problems);
      checkNfs(volume.value().getNfs(), volume.pathTo("nfs"), problems);
      checkProjected(volume.value().getProjected(), volume.pathTo("projected"), problems);
    }
  }

  private static void checkNames(FieldValue<AppVolume> located, Problems problems) {
    Volume volume = located.value();
    if (volume.getConfigMap() != null) {
      requireValue(volume.getConfigMap().getName(), located.pathTo("configMap.name"), problems);
    }
    if (volume.getSecret() != null) {
      requireValue(
          volume.getSecret().getSecretName(), located.pathTo("secret.secretName"), problems);
    }
    if (volume.getPersistentVolumeClaim() != null) {
      requireValue(
          volume.getPersistentVolumeClaim().getClaimName(),
          located.pathTo("persistentVolumeClaim.claimName"),
          problems);
    }
    if (volume.getCsi() != null) {
      requireValue(volume.getCsi().getDriver(), located.pathTo("csi.driver"), problems);
    }
    if (volume.getImage() != null) {
      requireValue(volume.getImage().getReference(), located.pathTo("image.reference"), problems);
    }
    if (volume.getImage() != null) {
      EnumValueRules.check(
          volume.getImage().getPullPolicy(),
          EnumValueRules.IMAGE_PULL_POLICIES,
          located.pathTo("image.pullPolicy"),
          problems);
    }
    if (volume.getEphemeral() != null) {
      var template = volume.getEphemeral().getVolumeClaimTemplate();
      problems.errorIf(
          template == null || template.getSpec() == null,
          located.pathTo("ephemeral.volumeClaimTemplate.spec"),
          "VolumeSourceIncomplete",
          "Required value: set the claim that the ephemeral volume is created from");
    }
  }

  /** Rejects an empty source, which the API server treats as no source and so as an emptyDir. */
  private static void checkNotEmpty(FieldValue<AppVolume> located, Problems problems) {
    for (var source : VolumeSourceField.list(located.value())) {
      problems.errorIf(
          !SOURCES_WITHOUT_EMPTY_CHECK.contains(source.field())
              && JSON.valueToTree(source.getter().apply(located.value())).isEmpty(),
          located.pathTo(source.field()),
          "VolumeSourceIncomplete",
          "Required value: set the fields of %1$s, or remove %1$s to use an empty directory",
          source.field());
    }
  }

  private static void checkEmptyDir(
      @Nullable EmptyDirVolumeSource emptyDir, String path, Problems problems) {
    if (emptyDir != null && emptyDir.getSizeLimit() != null) {
      QuantityParser.parse(emptyDir.getSizeLimit(), path + ".sizeLimit", problems);
    }
  }

  private static void checkHostPath(
      @Nullable HostPathVolumeSource hostPath, String path, Problems problems) {
    if (hostPath != null) {
      requireValue(hostPath.getPath(), path + ".path", problems);
      EnumValueRules.check(hostPath.getType(), HOST_PATH_TYPES, path + ".type", problems);
      problems.errorIf(
          FilePaths.hasParentTraversal(hostPath.getPath()),
          path + ".path",
          "PathTraversal",
          "Invalid value: must not contain '..'; write the full path");
    }
  }

  private static void checkNfs(@Nullable NFSVolumeSource nfs, String path, Problems problems) {
    if (nfs != null) {
      requireValue(nfs.getServer(), path + ".server", problems);
      problems.errorIf(
          !FilePaths.isAbsolute(nfs.getPath()),
          path + ".path",
          "VolumeSourceIncomplete",
          "Required value: set the path on the server, which must start with '/'");
    }
  }

  private static void checkProjected(
      @Nullable ProjectedVolumeSource projected, String path, Problems problems) {
    if (projected == null) {
      return;
    }
    for (var source : FieldValue.items(path + ".sources", projected.getSources())) {
      problems.errorIf(
          countSources(source.value()) != 1,
          source.path(),
          "VolumeSourceCount",
          "exactly one source is required: set one of secret, configMap, downwardAPI,"
              + " serviceAccountToken, clusterTrustBundle");
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

  private static void requireValue(@Nullable String value, String path, Problems problems) {
    problems.errorIf(
        value == null || value.isEmpty(),
        path,
        "VolumeSourceIncomplete",
        "Required value: set %s, which the volume source requires",
        path.substring(path.lastIndexOf('.') + 1));
  }
}
