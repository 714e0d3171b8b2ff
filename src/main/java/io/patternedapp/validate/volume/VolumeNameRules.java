package io.patternedapp.validate.volume;

import io.patternedapp.api.pod.AppVolume;
import io.patternedapp.validate.format.NameFormat;
import io.patternedapp.validate.problem.Problems;
import org.jspecify.annotations.Nullable;

/** Rules for the names of volumes and of volume claim templates, which share one namespace. */
public final class VolumeNameRules {

  private VolumeNameRules() {}

  /** Checks that a name is valid and does not have the reserved prefix. */
  public static void check(@Nullable String name, String path, Problems problems) {
    problems.errorIf(
        !NameFormat.DNS_LABEL.accepts(name),
        path,
        "VolumeNameInvalid",
        "Invalid value \"%s\": a volume name %s",
        name,
        NameFormat.DNS_LABEL.description());
    problems.errorIf(
        name != null && name.startsWith(AppVolume.FILES_PREFIX),
        path,
        "VolumeNameReserved",
        "Forbidden: the operator uses names that start with \"%s\" for the files of containers;"
            + " rename it",
        AppVolume.FILES_PREFIX);
  }
}
