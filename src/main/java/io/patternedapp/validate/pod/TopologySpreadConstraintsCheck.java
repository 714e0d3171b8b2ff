package io.patternedapp.validate.pod;

import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.format.AllowedValues;
import io.patternedapp.validate.format.NameFormat;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;
import java.util.Set;

/** How Pods spread over zones and nodes. */
public final class TopologySpreadConstraintsCheck implements SpecCheck {

  private static final Set<String> WHEN_UNSATISFIABLE_ACTIONS =
      Set.of("DoNotSchedule", "ScheduleAnyway");
  private static final Set<String> NODE_INCLUSION_POLICIES = Set.of("Honor", "Ignore");
  private static final String REASON = "TopologySpreadInvalid";

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    for (var constraint :
        FieldValue.items(
            "spec.pod.topologySpreadConstraints",
            spec.podOrDefault().topologySpreadConstraints())) {
      check(constraint, problems);
    }
  }

  private static void check(FieldValue<TopologySpreadConstraint> located, Problems problems) {
    var constraint = located.value();
    var when = constraint.getWhenUnsatisfiable();
    AllowedValues.check(
        when == null ? "" : when,
        WHEN_UNSATISFIABLE_ACTIONS,
        located.pathTo("whenUnsatisfiable"),
        problems);
    AllowedValues.check(
        constraint.getNodeAffinityPolicy(),
        NODE_INCLUSION_POLICIES,
        located.pathTo("nodeAffinityPolicy"),
        problems);
    AllowedValues.check(
        constraint.getNodeTaintsPolicy(),
        NODE_INCLUSION_POLICIES,
        located.pathTo("nodeTaintsPolicy"),
        problems);
    problems.errorIf(
        constraint.getMaxSkew() == null || constraint.getMaxSkew() < 1,
        located.pathTo("maxSkew"),
        REASON,
        "maxSkew says how uneven the spread may be: set it to 1 or more");
    problems.errorIf(
        !NameFormat.QUALIFIED_NAME.accepts(constraint.getTopologyKey()),
        located.pathTo("topologyKey"),
        REASON,
        "\"%s\" cannot be the label of a node: use one such as topology.kubernetes.io/zone",
        constraint.getTopologyKey());
    problems.errorIf(
        constraint.getMinDomains() != null
            && (constraint.getMinDomains() < 1 || !"DoNotSchedule".equals(when)),
        located.pathTo("minDomains"),
        REASON,
        "minDomains is 1 or more and goes with whenUnsatisfiable: DoNotSchedule: set them so, or"
            + " remove it");
    LabelSelectorRules.check(
        constraint.getLabelSelector(), located.pathTo("labelSelector"), problems);
    problems.errorIf(
        constraint.getMatchLabelKeys() != null
            && !constraint.getMatchLabelKeys().isEmpty()
            && constraint.getLabelSelector() == null,
        located.pathTo("matchLabelKeys"),
        REASON,
        "matchLabelKeys adds to a labelSelector, and there is none: add one");
  }
}
