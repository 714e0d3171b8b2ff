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

/** Checks the Pod affinity and anti-affinity. */
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
    var topologyKey = term.value().getTopologyKey();
    problems.errorIf(
        !NameFormat.QUALIFIED_NAME.accepts(topologyKey),
        term.pathTo("topologyKey"),
        NodeAffinityCheck.REASON,
        topologyKey == null || topologyKey.isEmpty()
            ? "Required value: set topologyKey to a node label such as kubernetes.io/hostname"
            : "Invalid value \"%s\": must be a node label such as kubernetes.io/hostname",
        topologyKey);
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
          "Invalid value \"%s\": a namespace name %s",
          namespace.value(),
          NameFormat.DNS_LABEL.description());
    }
  }
}
