package io.patternedapp.expand;

import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.Volume;
import io.patternedapp.api.AppVolume;
import java.util.Objects;
import java.util.Set;

/** Volumes that the author declared: without a source, an emptyDir shared by whoever mounts it. */
public final class Volumes {

  private static final String SIZE_LIMIT = "sizeLimit";
  private static final String MEDIUM = "medium";

  /** What the API server gives files of volumes: 0644. */
  private static final int DEFAULT_MODE = 420;

  private static final Set<String> NO_SOURCE = Set.of("name", SIZE_LIMIT, MEDIUM);

  private Volumes() {}

  /** How many sources the author wrote; none means a shared emptyDir. */
  public static long sources(AppVolume volume) {
    return ModelCopy.tree(volume)
        .propertyStream()
        .filter(p -> !NO_SOURCE.contains(p.getKey()))
        .count();
  }

  static Volume of(AppVolume written) {
    var volume = ModelCopy.of(written, Volume.class, SIZE_LIMIT, MEDIUM);
    if (sources(written) == 0) {
      var medium = written.getMedium() == null ? null : written.getMedium().name();
      var limit = written.getSizeLimit();
      volume.setEmptyDir(
          new EmptyDirVolumeSource(medium, limit == null ? null : Quantities.canonical(limit)));
    }
    writeOutModes(volume);
    return volume;
  }

  /** Where nothing else is written, the API server's default would look like a change of ours. */
  private static void writeOutModes(Volume volume) {
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
