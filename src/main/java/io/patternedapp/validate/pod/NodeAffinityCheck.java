package io.patternedapp.validate.pod;

import io.fabric8.kubernetes.api.model.NodeAffinity;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.format.EnumValueRules;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks the node affinity. */
public final class NodeAffinityCheck implements SpecCheck {

  static final String REASON = "AffinityInvalid";

  private static final String PATH = "spec.pod.affinity.nodeAffinity";
  private static final int MAX_WEIGHT = 100;
  private static final String NODE_NAME_FIELD = "metadata.name";

  private static final Set<String> NODE_SELECTOR_OPERATORS =
      Set.of("In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt");

  private static final Set<String> NODE_FIELD_OPERATORS = Set.of("In", "NotIn");

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var affinity = spec.podOrDefault().affinity();
    if (affinity != null && affinity.getNodeAffinity() != null) {
      check(affinity.getNodeAffinity(), problems);
    }
  }

  private static void check(NodeAffinity affinity, Problems problems) {
    var required = affinity.getRequiredDuringSchedulingIgnoredDuringExecution();
    if (required != null) {
      var path = PATH + ".requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms";
      var terms = FieldValue.items(path, required.getNodeSelectorTerms());
      problems.errorIf(
          terms.isEmpty(),
          path,
          REASON,
          "Required value: an empty list matches no node; add a node selector term");
      terms.forEach(term -> checkTerm(term, problems));
    }
    for (var preferred :
        FieldValue.items(
            PATH + ".preferredDuringSchedulingIgnoredDuringExecution",
            affinity.getPreferredDuringSchedulingIgnoredDuringExecution())) {
      checkWeight(preferred, preferred.value().getWeight(), problems);
      if (preferred.value().getPreference() == null) {
        problems.error(
            preferred.pathTo("preference"),
            REASON,
            "Required value: set the preference, which selects the nodes");
      } else {
        checkTerm(
            new FieldValue<>(preferred.pathTo("preference"), preferred.value().getPreference()),
            problems);
      }
    }
  }

  /** Checks the weight of a preferred scheduling term. */
  static void checkWeight(FieldValue<?> preferred, @Nullable Integer weight, Problems problems) {
    problems.errorIf(
        weight == null || weight < 1 || weight > MAX_WEIGHT,
        preferred.pathTo("weight"),
        REASON,
        "Invalid value: a weight must be between 1 and %d",
        MAX_WEIGHT);
  }

  private static void checkTerm(FieldValue<NodeSelectorTerm> term, Problems problems) {
    for (var expression :
        requirements(term.pathTo("matchExpressions"), term.value().getMatchExpressions())) {
      var requirement = expression.value();
      LabelSelectorRules.checkRequirement(
          requirement.getKey(),
          requirement.getOperator(),
          requirement.getValues(),
          NODE_SELECTOR_OPERATORS,
          expression,
          problems);
    }
    for (var field : requirements(term.pathTo("matchFields"), term.value().getMatchFields())) {
      var requirement = field.value();
      problems.errorIf(
          !NODE_NAME_FIELD.equals(requirement.getKey()),
          field.pathTo("key"),
          REASON,
          "Unsupported value: %s is the only supported node field; use it, or use"
              + " matchExpressions to match labels",
          NODE_NAME_FIELD);
      EnumValueRules.checkRequired(
          requirement.getOperator(), NODE_FIELD_OPERATORS, field.pathTo("operator"), problems);
      problems.errorIf(
          requirement.getValues() == null || requirement.getValues().size() != 1,
          field.pathTo("values"),
          REASON,
          "Invalid value: a node field takes exactly one value; set one");
    }
  }

  private static List<FieldValue<NodeSelectorRequirement>> requirements(
      String path, List<NodeSelectorRequirement> list) {
    return FieldValue.items(path, list);
  }
}
