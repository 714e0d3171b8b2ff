package io.patternedapp.expand.pod;

import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.Volume;
import io.patternedapp.api.pod.AppVolume;
import io.patternedapp.expand.normalize.ModelConversion;
import io.patternedapp.expand.normalize.QuantityCanonicalizer;
import java.util.Objects;
import java.util.Set;

/** Volumes that the author declared: without a source, an emptyDir shared by whoever mounts it. */
public final class VolumeGenerator {

  private static final String SIZE_LIMIT = "sizeLimit";
  private static final String MEDIUM = "medium";

  /** What the API server gives files of volumes: 0644. */
  private static final int DEFAULT_MODE = 420;

  private static final Set<String> NON_SOURCE_KEYS = Set.of("name", SIZE_LIMIT, MEDIUM);

  private VolumeGenerator() {}

  /** How many sources the author wrote; none means a shared emptyDir. */
  public static long countSources(AppVolume volume) {
    return ModelConversion.toTree(volume)
        .propertyStream()
        .filter(p -> !NON_SOURCE_KEYS.contains(p.getKey()))
        .count();
  }

  static Volume generate(AppVolume written) {
    var volume = ModelConversion.convert(written, Volume.class, SIZE_LIMIT, MEDIUM);
    if (countSources(written) == 0) {
      var medium = written.getMedium() == null ? null : written.getMedium().name();
      var limit = written.getSizeLimit();
      volume.setEmptyDir(
          new EmptyDirVolumeSource(
              medium, limit == null ? null : QuantityCanonicalizer.canonicalize(limit)));
    }
    setDefaultModes(volume);
    return volume;
  }

  /** Where nothing else is written, the API server's default would look like a change of ours. */
  private static void setDefaultModes(Volume volume) {
    if (volume.getDownwardAPI() != null && volume.getDownwardAPI().getItems().isEmpty()) {
      var mode = Objects.requireNonNullElse(volume.getDownwardAPI().getDefaultMode(), DEFAULT_MODE);
      volume.getDownwardAPI().setDefaultMode(mode);
    }
    if (volume.getProjected() != null && volume.getProjected().getSources().isEmpty()) {
      var mode = Objects.requireNonNullElse(volume.getProjected().getDefaultMode(), DEFAULT_MODE);
      volume.getProjected().setDefaultMode(mode);
    }
  }
}
