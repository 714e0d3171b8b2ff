package io.patternedapp.validate.volume;

import io.fabric8.kubernetes.api.model.DownwardAPIVolumeFile;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.container.EnvSourcesCheck;
import io.patternedapp.validate.format.Suggestions;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks the items of ConfigMap, Secret, downward API and projected volumes. */
public final class VolumeItemsCheck implements SpecCheck {

  private static final String REASON = "VolumeItemInvalid";
  private static final int MAX_FILE_MODE = 0777;
  private static final Set<String> DOWNWARD_API_FIELDS =
      Set.of(
          "metadata.annotations",
          "metadata.labels",
          "metadata.name",
          "metadata.namespace",
          "metadata.uid");

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    for (var located : FieldValue.items("spec.volumes", spec.volumes())) {
      var volume = located.value();
      if (volume.getConfigMap() != null) {
        checkMode(
            volume.getConfigMap().getDefaultMode(),
            located.pathTo("configMap.defaultMode"),
            problems);
        checkKeyItems(
            volume.getConfigMap().getItems(), located.pathTo("configMap.items"), problems);
      }
      if (volume.getSecret() != null) {
        checkMode(
            volume.getSecret().getDefaultMode(), located.pathTo("secret.defaultMode"), problems);
        checkKeyItems(volume.getSecret().getItems(), located.pathTo("secret.items"), problems);
      }
      if (volume.getDownwardAPI() != null) {
        checkMode(
            volume.getDownwardAPI().getDefaultMode(),
            located.pathTo("downwardAPI.defaultMode"),
            problems);
        checkDownwardApiItems(
            volume.getDownwardAPI().getItems(), located.pathTo("downwardAPI.items"), problems);
      }
      if (volume.getProjected() != null) {
        checkMode(
            volume.getProjected().getDefaultMode(),
            located.pathTo("projected.defaultMode"),
            problems);
        FieldValue.items(located.pathTo("projected.sources"), volume.getProjected().getSources())
            .forEach(source -> check(source, problems));
      }
    }
  }

  private static void check(FieldValue<VolumeProjection> located, Problems problems) {
    var source = located.value();
    if (source.getConfigMap() != null) {
      checkKeyItems(source.getConfigMap().getItems(), located.pathTo("configMap.items"), problems);
    }
    if (source.getSecret() != null) {
      checkKeyItems(source.getSecret().getItems(), located.pathTo("secret.items"), problems);
    }
    if (source.getDownwardAPI() != null) {
      checkDownwardApiItems(
          source.getDownwardAPI().getItems(), located.pathTo("downwardAPI.items"), problems);
    }
    if (source.getServiceAccountToken() != null) {
      checkPath(
          source.getServiceAccountToken().getPath(),
          located.pathTo("serviceAccountToken.path"),
          problems);
    }
  }

  private static void checkKeyItems(
      @Nullable List<KeyToPath> items, String path, Problems problems) {
    for (var item : FieldValue.items(path, items)) {
      problems.errorIf(
          item.value().getKey() == null || item.value().getKey().isEmpty(),
          item.pathTo("key"),
          REASON,
          "Required value: set the key of the file's content");
      checkPath(item.value().getPath(), item.pathTo("path"), problems);
      checkMode(item.value().getMode(), item.pathTo("mode"), problems);
    }
  }

  private static void checkDownwardApiItems(
      @Nullable List<DownwardAPIVolumeFile> items, String path, Problems problems) {
    for (var item : FieldValue.items(path, items)) {
      var file = item.value();
      checkPath(file.getPath(), item.pathTo("path"), problems);
      checkMode(file.getMode(), item.pathTo("mode"), problems);
      problems.errorIf(
          (file.getFieldRef() == null) == (file.getResourceFieldRef() == null),
          item.path(),
          REASON,
          "exactly one source is required: set either fieldRef or resourceFieldRef");
      if (file.getFieldRef() != null) {
        var field = String.valueOf(file.getFieldRef().getFieldPath());
        problems.errorIf(
            !DOWNWARD_API_FIELDS.contains(field) && !EnvSourcesCheck.isPodMetadataField(field),
            item.pathTo("fieldRef.fieldPath"),
            REASON,
            "Unsupported value \"%s\": not a Pod field that a file can contain; %s",
            field,
            Suggestions.didYouMean(field, DOWNWARD_API_FIELDS.stream().sorted().toList()));
      }
      if (file.getResourceFieldRef() != null) {
        var container = file.getResourceFieldRef().getContainerName();
        problems.errorIf(
            container == null || container.isEmpty(),
            item.pathTo("resourceFieldRef.containerName"),
            REASON,
            "Required value: set the name of the container that the resource belongs to");
      }
    }
  }

  private static void checkPath(@Nullable String file, String path, Problems problems) {
    problems.errorIf(
        file == null
            || file.isEmpty()
            || FilePaths.isAbsolute(file)
            || FilePaths.hasParentTraversal(file),
        path,
        REASON,
        "Invalid value \"%s\": must be a relative path without '..'",
        file);
  }

  private static void checkMode(@Nullable Integer mode, String path, Problems problems) {
    problems.errorIf(
        mode != null && (mode < 0 || mode > MAX_FILE_MODE),
        path,
        REASON,
        "Invalid value %d: permission bits must be between 0 and 0777 (511)",
        mode);
  }
}
