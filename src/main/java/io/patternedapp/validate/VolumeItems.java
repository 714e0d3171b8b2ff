package io.patternedapp.validate;

import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.patternedapp.api.PatternedAppSpec;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Files of volumes that are made from ConfigMaps, Secrets and the Pod itself. */
final class VolumeItems implements SpecCheck {

  private static final String REASON = "VolumeItemInvalid";
  private static final int ALL_BITS = 0777;
  private static final Set<String> POD_FIELDS =
      Set.of(
          "metadata.annotations",
          "metadata.labels",
          "metadata.name",
          "metadata.namespace",
          "metadata.uid");

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    for (var located : Located.items("spec.volumes", spec.volumes())) {
      var volume = located.value();
      if (volume.getConfigMap() != null) {
        checkMode(
            volume.getConfigMap().getDefaultMode(), located.at("configMap.defaultMode"), problems);
        checkKeys(volume.getConfigMap().getItems(), located.at("configMap.items"), problems);
      }
      if (volume.getSecret() != null) {
        checkMode(volume.getSecret().getDefaultMode(), located.at("secret.defaultMode"), problems);
        checkKeys(volume.getSecret().getItems(), located.at("secret.items"), problems);
      }
      if (volume.getDownwardAPI() != null) {
        checkMode(
            volume.getDownwardAPI().getDefaultMode(),
            located.at("downwardAPI.defaultMode"),
            problems);
        checkFields(volume.getDownwardAPI().getItems(), located.at("downwardAPI.items"), problems);
      }
      if (volume.getProjected() != null) {
        checkMode(
            volume.getProjected().getDefaultMode(), located.at("projected.defaultMode"), problems);
        Located.items(located.at("projected.sources"), volume.getProjected().getSources())
            .forEach(source -> check(source, problems));
      }
    }
  }

  private static void check(Located<VolumeProjection> located, Problems problems) {
    var source = located.value();
    if (source.getConfigMap() != null) {
      checkKeys(source.getConfigMap().getItems(), located.at("configMap.items"), problems);
    }
    if (source.getSecret() != null) {
      checkKeys(source.getSecret().getItems(), located.at("secret.items"), problems);
    }
    if (source.getDownwardAPI() != null) {
      checkFields(source.getDownwardAPI().getItems(), located.at("downwardAPI.items"), problems);
    }
    if (source.getServiceAccountToken() != null) {
      checkPath(
          source.getServiceAccountToken().getPath(),
          located.at("serviceAccountToken.path"),
          problems);
    }
  }

  private static void checkKeys(@Nullable List<KeyToPath> items, String path, Problems problems) {
    for (var item : Located.items(path, items)) {
      problems.errorIf(
          item.value().getKey() == null || item.value().getKey().isEmpty(),
          item.at("key"),
          REASON,
          "no key is named: add that of the file's content");
      checkPath(item.value().getPath(), item.at("path"), problems);
      checkMode(item.value().getMode(), item.at("mode"), problems);
    }
  }

  private static void checkFields(
      @Nullable List<DownwardAPIVolumeFile> items, String path, Problems problems) {
    for (var item : Located.items(path, items)) {
      var file = item.value();
      checkPath(file.getPath(), item.at("path"), problems);
      checkMode(file.getMode(), item.at("mode"), problems);
      problems.errorIf(
          (file.getFieldRef() == null) == (file.getResourceFieldRef() == null),
          item.path(),
          REASON,
          "a file holds one thing: write either fieldRef or resourceFieldRef");
      if (file.getFieldRef() != null) {
        var field = String.valueOf(file.getFieldRef().getFieldPath());
        problems.errorIf(
            !POD_FIELDS.contains(field) && !EnvSources.isMetadata(field),
            item.at("fieldRef.fieldPath"),
            REASON,
            "a file cannot hold \"%s\" of the Pod: %s",
            field,
            Nearest.hint(field, POD_FIELDS.stream().sorted().toList()));
      }
      if (file.getResourceFieldRef() != null) {
        var container = file.getResourceFieldRef().getContainerName();
        problems.errorIf(
            container == null || container.isEmpty(),
            item.at("resourceFieldRef.containerName"),
            REASON,
            "a volume belongs to no container: name the one whose resource is meant");
      }
    }
  }

  private static void checkPath(@Nullable String file, String path, Problems problems) {
    problems.errorIf(
        file == null || file.isEmpty() || Paths.isAbsolute(file) || Paths.climbs(file),
        path,
        REASON,
        "\"%s\" is no file in the volume: write a path without '/' in front and without '..'",
        file);
  }

  private static void checkMode(@Nullable Integer mode, String path, Problems problems) {
    problems.errorIf(
        mode != null && (mode < 0 || mode > ALL_BITS),
        path,
        REASON,
        "%d are no permission bits: use 0 to 0777 (511)",
        mode);
  }
}
