package io.patternedapp.validate.volume;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.pod.AppVolume;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.format.NameFormat;
import io.patternedapp.validate.format.QuantityParser;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;

/** Each volume has a name of its own and at most one source. */
public final class VolumesCheck implements SpecCheck {

  /** Volumes of that prefix are made from the files of containers. */
  public static final String RESERVED_NAME_PREFIX = "files-";

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var taken = new HashMap<String, String>();
    for (var volume : FieldValue.items("spec.volumes", spec.volumes())) {
      var name = volume.value().getName();
      checkName(name, volume.pathTo("name"), problems);
      var first = taken.putIfAbsent(name, volume.path());
      problems.errorIf(
          first != null,
          volume.pathTo("name"),
          "VolumeNameTaken",
          "\"%s\" is the name of %s too: rename one of them",
          name,
          first);
      checkSource(volume, problems);
    }
  }

  private static void checkName(@Nullable String name, String path, Problems problems) {
    problems.errorIf(
        !NameFormat.DNS_LABEL.accepts(name),
        path,
        "VolumeNameInvalid",
        "\"%s\" cannot name a volume: use %s",
        name,
        NameFormat.DNS_LABEL.description());
    problems.errorIf(
        name != null && name.startsWith(RESERVED_NAME_PREFIX),
        path,
        "VolumeNameReserved",
        "names that begin with \"%s\" are those of the volumes made for a container's files: rename"
            + " it",
        RESERVED_NAME_PREFIX);
  }

  private static void checkSource(FieldValue<AppVolume> located, Problems problems) {
    var volume = located.value();
    var sources = VolumeSourceField.fieldNames(volume);
    problems.errorIf(
        sources.size() > 1,
        located.path(),
        "VolumeSourceCount",
        "a volume has one source, and this one has %s: keep one of them",
        String.join(" and ", sources));
    if (volume.getSizeLimit() != null) {
      QuantityParser.parse(volume.getSizeLimit(), located.pathTo("sizeLimit"), problems);
      checkWithoutSource(sources.isEmpty(), located, "sizeLimit", problems);
    }
    if (volume.getMedium() != null) {
      checkWithoutSource(sources.isEmpty(), located, "medium", problems);
    }
  }

  private static void checkWithoutSource(
      boolean hasNoSource, FieldValue<AppVolume> volume, String field, Problems problems) {
    problems.errorIf(
        !hasNoSource,
        volume.pathTo(field),
        "VolumeFieldMisplaced",
        "%s is for a volume without a source: remove it, or write it inside of emptyDir",
        field);
  }
}
