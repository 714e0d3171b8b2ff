package io.patternedapp.validate.workload;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.pod.AppVolume;
import io.patternedapp.api.workload.ClaimTemplate;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.format.EnumValueRules;
import io.patternedapp.validate.format.NameFormat;
import io.patternedapp.validate.format.QuantityParser;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;
import io.patternedapp.validate.volume.VolumeNameRules;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks that the volume claim templates of a StatefulSet are complete and have unique names. */
public final class VolumeClaimTemplatesCheck implements SpecCheck {

  private static final Set<String> ACCESS_MODES =
      Set.of("ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod");
  private static final Set<String> VOLUME_MODES = Set.of("Filesystem", "Block");
  private static final String STORAGE = "storage";

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var volumes = spec.volumes().stream().map(AppVolume::getName).collect(Collectors.toSet());
    var taken = new HashSet<String>();
    for (var claim :
        FieldValue.items("spec.workload.statefulSet.volumeClaimTemplates", spec.claimTemplates())) {
      checkName(claim, volumes, taken, problems);
      checkMetadata(claim, problems);
      checkClaimSpec(claim, problems);
    }
  }

  private static void checkName(
      FieldValue<ClaimTemplate> claim, Set<String> volumes, Set<String> taken, Problems problems) {
    var name = claim.value().metadata().name();
    var path = claim.pathTo("metadata.name");
    VolumeNameRules.check(name, path, problems);
    problems.errorIf(
        volumes.contains(name) || !taken.add(name),
        path,
        "VolumeNameTaken",
        "Duplicate value \"%s\": another volume or claim has the same name; rename one of them",
        name);
  }

  private static void checkMetadata(FieldValue<ClaimTemplate> claim, Problems problems) {
    claim
        .value()
        .metadata()
        .labels()
        .forEach(
            (key, value) ->
                problems.errorIf(
                    !NameFormat.QUALIFIED_NAME.accepts(key)
                        || !NameFormat.LABEL_VALUE.accepts(value),
                    FieldValue.keyPath(claim.pathTo("metadata.labels"), key),
                    "LabelInvalid",
                    "Invalid label %s: \"%s\": a label key %s; a label value %s",
                    key,
                    value,
                    NameFormat.QUALIFIED_NAME.description(),
                    NameFormat.LABEL_VALUE.description()));
  }

  private static void checkClaimSpec(FieldValue<ClaimTemplate> located, Problems problems) {
    var claim = located.value().spec();
    var modes = FieldValue.items(located.pathTo("spec.accessModes"), claim.getAccessModes());
    modes.forEach(mode -> EnumValueRules.check(mode.value(), ACCESS_MODES, mode.path(), problems));
    problems.errorIf(
        modes.isEmpty(),
        located.pathTo("spec.accessModes"),
        "ClaimIncomplete",
        "Required value: set accessModes, such as [ReadWriteOnce]");
    EnumValueRules.check(
        claim.getVolumeMode(), VOLUME_MODES, located.pathTo("spec.volumeMode"), problems);
    var path = located.pathTo("spec.resources.requests." + STORAGE);
    var storage =
        claim.getResources() == null || claim.getResources().getRequests() == null
            ? null
            : claim.getResources().getRequests().get(STORAGE);
    if (storage == null) {
      problems.error(
          path, "ClaimIncomplete", "Required value: set the amount of storage, such as 1Gi");
    } else {
      problems.errorIf(
          QuantityParser.parse(storage, path, problems).filter(n -> n.signum() == 0).isPresent(),
          path,
          "ClaimIncomplete",
          "Invalid value: must be greater than zero; set an amount such as 1Gi");
    }
  }
}
