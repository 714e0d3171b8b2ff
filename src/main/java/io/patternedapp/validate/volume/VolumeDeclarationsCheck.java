package io.patternedapp.validate.volume;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.pod.AppVolume;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.format.QuantityParser;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;
import java.util.HashMap;

/** Checks that each volume has a valid and unique name and at most one source. */
public final class VolumeDeclarationsCheck implements SpecCheck {

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var taken = new HashMap<String, String>();
    for (var volume : FieldValue.items("spec.volumes", spec.volumes())) {
      var name = volume.value().getName();
      VolumeNameRules.check(name, volume.pathTo("name"), problems);
      var first = taken.putIfAbsent(name, volume.path());
      problems.errorIf(
          first != null,
          volume.pathTo("name"),
          "VolumeNameTaken",
          "Duplicate value \"%s\": %s has the same name; rename one of them",
          name,
          first);
      checkSource(volume, problems);
    }
  }

  private static void checkSource(FieldValue<AppVolume> located, Problems problems) {
    var volume = located.value();
    var sources = VolumeSourceField.fieldNames(volume);
    problems.errorIf(
        sources.size() > 1,
        located.path(),
        "VolumeSourceCount",
        "Forbidden: a volume can have only one source, and this volume has %s; keep one of them",
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
        "Forbidden: %s may only be set on a volume without a source; remove it, or set it in"
            + " emptyDir",
        field);
  }
}
