package io.patternedapp.validate;

import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.patternedapp.api.PatternedAppSpec;
import java.util.Set;

/** How Pods spread over zones and nodes. */
final class TopologySpread implements SpecCheck {

  private static final Set<String> WHEN = Set.of("DoNotSchedule", "ScheduleAnyway");
  private static final Set<String> POLICIES = Set.of("Honor", "Ignore");
  private static final String REASON = "TopologySpreadInvalid";

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    for (var constraint :
        Located.items(
            "spec.pod.topologySpreadConstraints",
            spec.podOrDefault().topologySpreadConstraints())) {
      check(constraint, problems);
    }
  }

  private static void check(Located<TopologySpreadConstraint> located, Problems problems) {
    var constraint = located.value();
    var when = constraint.getWhenUnsatisfiable();
    Enums.check(when == null ? "" : when, WHEN, located.at("whenUnsatisfiable"), problems);
    Enums.check(
        constraint.getNodeAffinityPolicy(), POLICIES, located.at("nodeAffinityPolicy"), problems);
    Enums.check(
        constraint.getNodeTaintsPolicy(), POLICIES, located.at("nodeTaintsPolicy"), problems);
    problems.errorIf(
        constraint.getMaxSkew() == null || constraint.getMaxSkew() < 1,
        located.at("maxSkew"),
        REASON,
        "maxSkew says how uneven the spread may be: set it to 1 or more");
    problems.errorIf(
        !Syntax.QUALIFIED_NAME.accepts(constraint.getTopologyKey()),
        located.at("topologyKey"),
        REASON,
        "\"%s\" cannot be the label of a node: use one such as topology.kubernetes.io/zone",
        constraint.getTopologyKey());
    problems.errorIf(
        constraint.getMinDomains() != null
            && (constraint.getMinDomains() < 1 || !"DoNotSchedule".equals(when)),
        located.at("minDomains"),
        REASON,
        "minDomains is 1 or more and goes with whenUnsatisfiable: DoNotSchedule: set them so, or"
            + " remove it");
    LabelSelectors.check(constraint.getLabelSelector(), located.at("labelSelector"), problems);
    problems.errorIf(
        constraint.getMatchLabelKeys() != null
            && !constraint.getMatchLabelKeys().isEmpty()
            && constraint.getLabelSelector() == null,
        located.at("matchLabelKeys"),
        REASON,
        "matchLabelKeys adds to a labelSelector, and there is none: add one");
  }
}
