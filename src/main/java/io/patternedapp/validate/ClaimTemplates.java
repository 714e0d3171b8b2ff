package io.patternedapp.validate;

import io.patternedapp.api.AppVolume;
import io.patternedapp.api.ClaimTemplate;
import io.patternedapp.api.PatternedAppSpec;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Claims that each Pod of a StatefulSet gets have names of their own, and are complete. */
final class ClaimTemplates implements SpecCheck {

  private static final Set<String> ACCESS_MODES =
      Set.of("ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod");
  private static final Set<String> VOLUME_MODES = Set.of("Filesystem", "Block");
  private static final String STORAGE = "storage";

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var volumes = spec.volumes().stream().map(AppVolume::getName).collect(Collectors.toSet());
    var taken = new HashSet<String>();
    for (var claim :
        Located.items("spec.workload.statefulSet.volumeClaimTemplates", spec.claimTemplates())) {
      checkName(claim, volumes, taken, problems);
      checkMetadata(claim, problems);
      checkClaim(claim, problems);
    }
  }

  private static void checkName(
      Located<ClaimTemplate> claim, Set<String> volumes, Set<String> taken, Problems problems) {
    var name = claim.value().metadata().name();
    var path = claim.at("metadata.name");
    problems.errorIf(
        !Syntax.DNS_LABEL.accepts(name),
        path,
        "VolumeNameInvalid",
        "\"%s\" cannot name a claim: use %s",
        name,
        Syntax.DNS_LABEL.rule());
    problems.errorIf(
        name != null && name.startsWith(Volumes.RESERVED_PREFIX),
        path,
        "VolumeNameReserved",
        "names that begin with \"%s\" are those of the volumes made for a container's files: rename"
            + " it",
        Volumes.RESERVED_PREFIX);
    problems.errorIf(
        volumes.contains(name) || !taken.add(name),
        path,
        "VolumeNameTaken",
        "\"%s\" is the name of another volume or claim: rename one of them",
        name);
  }

  private static void checkMetadata(Located<ClaimTemplate> claim, Problems problems) {
    claim
        .value()
        .metadata()
        .labels()
        .forEach(
            (key, value) ->
                problems.errorIf(
                    !Syntax.QUALIFIED_NAME.accepts(key) || !Syntax.LABEL_VALUE.accepts(value),
                    Located.key(claim.at("metadata.labels"), key),
                    "LabelInvalid",
                    "%s: \"%s\" is no label: a key is %s; a value %s",
                    key,
                    value,
                    Syntax.QUALIFIED_NAME.rule(),
                    Syntax.LABEL_VALUE.rule()));
  }

  private static void checkClaim(Located<ClaimTemplate> located, Problems problems) {
    var claim = located.value().spec();
    var modes = Located.items(located.at("spec.accessModes"), claim.getAccessModes());
    modes.forEach(mode -> Enums.check(mode.value(), ACCESS_MODES, mode.path(), problems));
    problems.errorIf(
        modes.isEmpty(),
        located.at("spec.accessModes"),
        "ClaimIncomplete",
        "a claim says how it is accessed: add accessModes, such as [ReadWriteOnce]");
    Enums.check(claim.getVolumeMode(), VOLUME_MODES, located.at("spec.volumeMode"), problems);
    var path = located.at("spec.resources.requests." + STORAGE);
    var storage =
        claim.getResources() == null || claim.getResources().getRequests() == null
            ? null
            : claim.getResources().getRequests().get(STORAGE);
    if (storage == null) {
      problems.error(
          path, "ClaimIncomplete", "a claim says how much it wants: add it, such as 1Gi");
    } else {
      problems.errorIf(
          Quantities.parse(storage, path, problems).filter(n -> n.signum() == 0).isPresent(),
          path,
          "ClaimIncomplete",
          "a claim for nothing is not possible: ask for more, such as 1Gi");
    }
  }
}
