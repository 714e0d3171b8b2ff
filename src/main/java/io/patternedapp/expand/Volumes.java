package io.patternedapp.expand;

import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.Volume;
import io.patternedapp.api.AppVolume;
import java.util.Set;

/** Volumes that the author declared: without a source, an emptyDir shared by whoever mounts it. */
public final class Volumes {

  private static final String SIZE_LIMIT = "sizeLimit";
  private static final String MEDIUM = "medium";
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
    return volume;
  }
}
