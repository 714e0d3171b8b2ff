package io.patternedapp.expand.pod;

import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.Volume;
import io.patternedapp.api.pod.AppVolume;
import io.patternedapp.expand.normalize.KubernetesModelConverter;
import io.patternedapp.expand.normalize.QuantityCanonicalizer;
import java.util.Objects;
import java.util.Set;

/** Generates the volumes of the spec; a volume without a source becomes an emptyDir. */
public final class VolumeGenerator {

  private static final String SIZE_LIMIT = "sizeLimit";
  private static final String MEDIUM = "medium";

  /** The default mode of the API server: 0644. */
  private static final int DEFAULT_MODE = 420;

  private static final Set<String> NON_SOURCE_KEYS = Set.of("name", SIZE_LIMIT, MEDIUM);

  private VolumeGenerator() {}

  /** Returns the number of sources that the volume sets. */
  public static long countSources(AppVolume volume) {
    return KubernetesModelConverter.toTree(volume)
        .propertyStream()
        .filter(p -> !NON_SOURCE_KEYS.contains(p.getKey()))
        .count();
  }

  static Volume generate(AppVolume written) {
    var volume = KubernetesModelConverter.convert(written, Volume.class, SIZE_LIMIT, MEDIUM);
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

  /**
   * Sets the default mode of volumes without any other field, in which the API server's default
   * would look like drift.
   */
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
