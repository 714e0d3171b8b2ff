package io.patternedapp.validate;

import io.fabric8.kubernetes.api.model.PodAffinityTerm;
import io.fabric8.kubernetes.api.model.WeightedPodAffinityTerm;
import io.patternedapp.api.PatternedAppSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which other Pods the Pods want near, or far. */
final class PodAffinities implements SpecCheck {

  private static final String PATH = "spec.pod.affinity";

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var affinity = spec.podOrDefault().affinity();
    if (affinity == null) {
      return;
    }
    var near = affinity.getPodAffinity();
    if (near != null) {
      check(
          PATH + ".podAffinity",
          near.getRequiredDuringSchedulingIgnoredDuringExecution(),
          near.getPreferredDuringSchedulingIgnoredDuringExecution(),
          problems);
    }
    var far = affinity.getPodAntiAffinity();
    if (far != null) {
      check(
          PATH + ".podAntiAffinity",
          far.getRequiredDuringSchedulingIgnoredDuringExecution(),
          far.getPreferredDuringSchedulingIgnoredDuringExecution(),
          problems);
    }
  }

  private static void check(
      String path,
      @Nullable List<PodAffinityTerm> required,
      @Nullable List<WeightedPodAffinityTerm> preferred,
      Problems problems) {
    Located.items(path + ".requiredDuringSchedulingIgnoredDuringExecution", required)
        .forEach(term -> checkTerm(term, problems));
    for (var weighted :
        Located.items(path + ".preferredDuringSchedulingIgnoredDuringExecution", preferred)) {
      NodeAffinities.checkWeight(weighted, weighted.value().getWeight(), problems);
      var term = weighted.value().getPodAffinityTerm();
      checkTerm(
          new Located<>(
              weighted.at("podAffinityTerm"), term == null ? new PodAffinityTerm() : term),
          problems);
    }
  }

  private static void checkTerm(Located<PodAffinityTerm> term, Problems problems) {
    problems.errorIf(
        !Syntax.QUALIFIED_NAME.accepts(term.value().getTopologyKey()),
        term.at("topologyKey"),
        NodeAffinities.REASON,
        "near and far are told by a label of nodes: write one, such as kubernetes.io/hostname");
    LabelSelectors.check(term.value().getLabelSelector(), term.at("labelSelector"), problems);
    LabelSelectors.check(
        term.value().getNamespaceSelector(), term.at("namespaceSelector"), problems);
    for (var namespace : Located.items(term.at("namespaces"), term.value().getNamespaces())) {
      problems.errorIf(
          !Syntax.DNS_LABEL.accepts(namespace.value()),
          namespace.path(),
          NodeAffinities.REASON,
          "\"%s\" cannot name a namespace: use %s",
          namespace.value(),
          Syntax.DNS_LABEL.rule());
    }
  }
}
