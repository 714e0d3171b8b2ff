package io.patternedapp.validate;

import io.fabric8.kubernetes.api.model.NodeAffinity;
import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.patternedapp.api.PatternedAppSpec;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which nodes the Pods want. */
final class NodeAffinities implements SpecCheck {

  static final String REASON = "AffinityInvalid";

  private static final String PATH = "spec.pod.affinity.nodeAffinity";
  private static final int MAX_WEIGHT = 100;
  private static final String NAME = "metadata.name";

  private static final Set<String> ON_NODES =
      Set.of("In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt");

  private static final Set<String> ON_NAMES = Set.of("In", "NotIn");

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
      var terms = Located.items(path, required.getNodeSelectorTerms());
      problems.errorIf(
          terms.isEmpty(), path, REASON, "no node is described, so none would do: add a term");
      terms.forEach(term -> checkTerm(term, problems));
    }
    for (var preferred :
        Located.items(
            PATH + ".preferredDuringSchedulingIgnoredDuringExecution",
            affinity.getPreferredDuringSchedulingIgnoredDuringExecution())) {
      checkWeight(preferred, preferred.value().getWeight(), problems);
      if (preferred.value().getPreference() == null) {
        problems.error(
            preferred.at("preference"), REASON, "no node is described: add the preference");
      } else {
        checkTerm(
            new Located<>(preferred.at("preference"), preferred.value().getPreference()), problems);
      }
    }
  }

  /** Reports a weight that is none. */
  static void checkWeight(Located<?> preferred, @Nullable Integer weight, Problems problems) {
    problems.errorIf(
        weight == null || weight < 1 || weight > MAX_WEIGHT,
        preferred.at("weight"),
        REASON,
        "a preference weighs 1 to %d: write its weight",
        MAX_WEIGHT);
  }

  private static void checkTerm(Located<NodeSelectorTerm> term, Problems problems) {
    for (var expression :
        requirements(term.at("matchExpressions"), term.value().getMatchExpressions())) {
      var said = expression.value();
      LabelSelectors.check(
          said.getKey(), said.getOperator(), said.getValues(), ON_NODES, expression, problems);
    }
    for (var field : requirements(term.at("matchFields"), term.value().getMatchFields())) {
      var said = field.value();
      problems.errorIf(
          !NAME.equals(said.getKey()),
          field.at("key"),
          REASON,
          "the only field of a node to go by is %s: write that, or go by labels under"
              + " matchExpressions",
          NAME);
      Enums.check(
          said.getOperator() == null ? "" : said.getOperator(),
          ON_NAMES,
          field.at("operator"),
          problems);
      problems.errorIf(
          said.getValues() == null || said.getValues().size() != 1,
          field.at("values"),
          REASON,
          "a field is compared with one value: write one");
    }
  }

  private static List<Located<NodeSelectorRequirement>> requirements(
      String path, List<NodeSelectorRequirement> list) {
    return Located.items(path, list);
  }
}
