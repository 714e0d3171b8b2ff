package io.patternedapp.validate.volume;

import io.patternedapp.validate.format.NameFormat;
import io.patternedapp.validate.problem.Problems;
import org.jspecify.annotations.Nullable;

/** Rules for the names of volumes and of volume claim templates, which share one namespace. */
public final class VolumeNameRules {

  /** The prefix of the volumes that the operator adds for the files of containers. */
  private static final String RESERVED_PREFIX = "files-";

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
        name != null && name.startsWith(RESERVED_PREFIX),
        path,
        "VolumeNameReserved",
        "Forbidden: the operator uses names that start with \"%s\" for the files of containers;"
            + " rename it",
        RESERVED_PREFIX);
  }
}
