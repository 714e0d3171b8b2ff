package io.patternedapp.validate;

import io.patternedapp.api.AppVolume;
import io.patternedapp.api.PatternedAppSpec;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;

/** Each volume has a name of its own and at most one source. */
final class Volumes implements SpecCheck {

  /** Volumes of that prefix are made from the files of containers. */
  static final String RESERVED_PREFIX = "files-";

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var taken = new HashMap<String, String>();
    for (var volume : Located.items("spec.volumes", spec.volumes())) {
      var name = volume.value().getName();
      checkName(name, volume.at("name"), problems);
      var first = taken.putIfAbsent(name, volume.path());
      problems.errorIf(
          first != null,
          volume.at("name"),
          "VolumeNameTaken",
          "\"%s\" is the name of %s too: rename one of them",
          name,
          first);
      checkSource(volume, problems);
    }
  }

  private static void checkName(@Nullable String name, String path, Problems problems) {
    problems.errorIf(
        !Syntax.DNS_LABEL.accepts(name),
        path,
        "VolumeNameInvalid",
        "\"%s\" cannot name a volume: use %s",
        name,
        Syntax.DNS_LABEL.rule());
    problems.errorIf(
        name != null && name.startsWith(RESERVED_PREFIX),
        path,
        "VolumeNameReserved",
        "names that begin with \"%s\" are those of the volumes made for a container's files: rename"
            + " it",
        RESERVED_PREFIX);
  }

  private static void checkSource(Located<AppVolume> located, Problems problems) {
    var volume = located.value();
    var sources = VolumeSource.of(volume);
    problems.errorIf(
        sources.size() > 1,
        located.path(),
        "VolumeSourceCount",
        "a volume has one source, and this one has %s: keep one of them",
        String.join(" and ", sources));
    if (volume.getSizeLimit() != null) {
      Quantities.parse(volume.getSizeLimit(), located.at("sizeLimit"), problems);
      checkAlone(sources.isEmpty(), located, "sizeLimit", problems);
    }
    if (volume.getMedium() != null) {
      checkAlone(sources.isEmpty(), located, "medium", problems);
    }
  }

  private static void checkAlone(
      boolean hasNoSource, Located<AppVolume> volume, String field, Problems problems) {
    problems.errorIf(
        !hasNoSource,
        volume.at(field),
        "VolumeFieldMisplaced",
        "%s is for a volume without a source: remove it, or write it inside of emptyDir",
        field);
  }
}
