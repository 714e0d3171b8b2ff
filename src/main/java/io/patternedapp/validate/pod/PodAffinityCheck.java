package io.patternedapp.validate.pod;

import io.fabric8.kubernetes.api.model.PodAffinityTerm;
import io.fabric8.kubernetes.api.model.WeightedPodAffinityTerm;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.format.NameFormat;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which other Pods the Pods want near, or far. */
public final class PodAffinityCheck implements SpecCheck {

  private static final String PATH = "spec.pod.affinity";

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var affinity = spec.podOrDefault().affinity();
    if (affinity == null) {
      return;
    }
    var podAffinity = affinity.getPodAffinity();
    if (podAffinity != null) {
      check(
          PATH + ".podAffinity",
          podAffinity.getRequiredDuringSchedulingIgnoredDuringExecution(),
          podAffinity.getPreferredDuringSchedulingIgnoredDuringExecution(),
          problems);
    }
    var podAntiAffinity = affinity.getPodAntiAffinity();
    if (podAntiAffinity != null) {
      check(
          PATH + ".podAntiAffinity",
          podAntiAffinity.getRequiredDuringSchedulingIgnoredDuringExecution(),
          podAntiAffinity.getPreferredDuringSchedulingIgnoredDuringExecution(),
          problems);
    }
  }

  private static void check(
      String path,
      @Nullable List<PodAffinityTerm> required,
      @Nullable List<WeightedPodAffinityTerm> preferred,
      Problems problems) {
    FieldValue.items(path + ".requiredDuringSchedulingIgnoredDuringExecution", required)
        .forEach(term -> checkTerm(term, problems));
    for (var weighted :
        FieldValue.items(path + ".preferredDuringSchedulingIgnoredDuringExecution", preferred)) {
      NodeAffinityCheck.checkWeight(weighted, weighted.value().getWeight(), problems);
      var term = weighted.value().getPodAffinityTerm();
      checkTerm(
          new FieldValue<>(
              weighted.pathTo("podAffinityTerm"), term == null ? new PodAffinityTerm() : term),
          problems);
    }
  }

  private static void checkTerm(FieldValue<PodAffinityTerm> term, Problems problems) {
    problems.errorIf(
        !NameFormat.QUALIFIED_NAME.accepts(term.value().getTopologyKey()),
        term.pathTo("topologyKey"),
        NodeAffinityCheck.REASON,
        "near and far are told by a label of nodes: write one, such as kubernetes.io/hostname");
    LabelSelectorRules.check(
        term.value().getLabelSelector(), term.pathTo("labelSelector"), problems);
    LabelSelectorRules.check(
        term.value().getNamespaceSelector(), term.pathTo("namespaceSelector"), problems);
    for (var namespace :
        FieldValue.items(term.pathTo("namespaces"), term.value().getNamespaces())) {
      problems.errorIf(
          !NameFormat.DNS_LABEL.accepts(namespace.value()),
          namespace.path(),
          NodeAffinityCheck.REASON,
          "\"%s\" cannot name a namespace: use %s",
          namespace.value(),
          NameFormat.DNS_LABEL.description());
    }
  }
}
