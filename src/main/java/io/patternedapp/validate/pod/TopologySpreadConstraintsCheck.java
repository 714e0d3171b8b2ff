package io.patternedapp.validate.pod;

import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.format.EnumValueRules;
import io.patternedapp.validate.format.NameFormat;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks the topology spread constraints. */
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
    EnumValueRules.checkRequired(
        when, WHEN_UNSATISFIABLE_ACTIONS, located.pathTo("whenUnsatisfiable"), problems);
    EnumValueRules.check(
        constraint.getNodeAffinityPolicy(),
        NODE_INCLUSION_POLICIES,
        located.pathTo("nodeAffinityPolicy"),
        problems);
    EnumValueRules.check(
        constraint.getNodeTaintsPolicy(),
        NODE_INCLUSION_POLICIES,
        located.pathTo("nodeTaintsPolicy"),
        problems);
    problems.errorIf(
        constraint.getMaxSkew() == null || constraint.getMaxSkew() < 1,
        located.pathTo("maxSkew"),
        REASON,
        constraint.getMaxSkew() == null
            ? "Required value: set maxSkew, the permitted difference between domains, to 1 or more"
            : "Invalid value %d: must be greater than 0; maxSkew is the permitted difference"
                + " between domains",
        constraint.getMaxSkew());
    problems.errorIf(
        !NameFormat.QUALIFIED_NAME.accepts(constraint.getTopologyKey()),
        located.pathTo("topologyKey"),
        REASON,
        isEmpty(constraint.getTopologyKey())
            ? "Required value: set topologyKey to a node label such as topology.kubernetes.io/zone"
            : "Invalid value \"%s\": must be a node label such as topology.kubernetes.io/zone",
        constraint.getTopologyKey());
    problems.errorIf(
        constraint.getMinDomains() != null
            && (constraint.getMinDomains() < 1 || !"DoNotSchedule".equals(when)),
        located.pathTo("minDomains"),
        REASON,
        "Invalid value: must be greater than 0 and requires whenUnsatisfiable: DoNotSchedule;"
            + " set both, or remove minDomains");
    LabelSelectorRules.check(
        constraint.getLabelSelector(), located.pathTo("labelSelector"), problems);
    problems.errorIf(
        constraint.getMatchLabelKeys() != null
            && !constraint.getMatchLabelKeys().isEmpty()
            && constraint.getLabelSelector() == null,
        located.pathTo("matchLabelKeys"),
        REASON,
        "Forbidden: must not be set without a labelSelector; add one");
  }

  private static boolean isEmpty(@Nullable String text) {
    return text == null || text.isEmpty();
  }
}
