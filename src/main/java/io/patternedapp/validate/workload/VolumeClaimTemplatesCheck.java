package io.patternedapp.validate.workload;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.pod.AppVolume;
import io.patternedapp.api.workload.ClaimTemplate;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.format.AllowedValues;
import io.patternedapp.validate.format.NameFormat;
import io.patternedapp.validate.format.QuantityParser;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;
import io.patternedapp.validate.volume.VolumesCheck;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Claims that each Pod of a StatefulSet gets have names of their own, and are complete. */
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
    problems.errorIf(
        !NameFormat.DNS_LABEL.accepts(name),
        path,
        "VolumeNameInvalid",
        "\"%s\" cannot name a claim: use %s",
        name,
        NameFormat.DNS_LABEL.description());
    problems.errorIf(
        name != null && name.startsWith(VolumesCheck.RESERVED_NAME_PREFIX),
        path,
        "VolumeNameReserved",
        "names that begin with \"%s\" are those of the volumes made for a container's files: rename"
            + " it",
        VolumesCheck.RESERVED_NAME_PREFIX);
    problems.errorIf(
        volumes.contains(name) || !taken.add(name),
        path,
        "VolumeNameTaken",
        "\"%s\" is the name of another volume or claim: rename one of them",
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
                    "%s: \"%s\" is no label: a key is %s; a value %s",
                    key,
                    value,
                    NameFormat.QUALIFIED_NAME.description(),
                    NameFormat.LABEL_VALUE.description()));
  }

  private static void checkClaimSpec(FieldValue<ClaimTemplate> located, Problems problems) {
    var claim = located.value().spec();
    var modes = FieldValue.items(located.pathTo("spec.accessModes"), claim.getAccessModes());
    modes.forEach(mode -> AllowedValues.check(mode.value(), ACCESS_MODES, mode.path(), problems));
    problems.errorIf(
        modes.isEmpty(),
        located.pathTo("spec.accessModes"),
        "ClaimIncomplete",
        "a claim says how it is accessed: add accessModes, such as [ReadWriteOnce]");
    AllowedValues.check(
        claim.getVolumeMode(), VOLUME_MODES, located.pathTo("spec.volumeMode"), problems);
    var path = located.pathTo("spec.resources.requests." + STORAGE);
    var storage =
        claim.getResources() == null || claim.getResources().getRequests() == null
            ? null
            : claim.getResources().getRequests().get(STORAGE);
    if (storage == null) {
      problems.error(
          path, "ClaimIncomplete", "a claim says how much it wants: add it, such as 1Gi");
    } else {
      problems.errorIf(
          QuantityParser.parse(storage, path, problems).filter(n -> n.signum() == 0).isPresent(),
          path,
          "ClaimIncomplete",
          "a claim for nothing is not possible: ask for more, such as 1Gi");
    }
  }
}
