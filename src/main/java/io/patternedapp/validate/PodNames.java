package io.patternedapp.validate;

import io.patternedapp.api.PatternedAppSpec;
import org.jspecify.annotations.Nullable;

/** Names that the Pod refers to or is known by. */
final class PodNames implements SpecCheck {

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var pod = spec.podOrDefault();
    check(pod.hostname(), Syntax.DNS_LABEL, "spec.pod.hostname", problems);
    check(pod.subdomain(), Syntax.DNS_LABEL, "spec.pod.subdomain", problems);
    check(pod.serviceAccountName(), Syntax.DNS_SUBDOMAIN, "spec.pod.serviceAccountName", problems);
    check(pod.priorityClassName(), Syntax.DNS_SUBDOMAIN, "spec.pod.priorityClassName", problems);
    runtimeClass(pod.runtimeClassName(), problems);
    for (var secret : Located.items("spec.pod.imagePullSecrets", pod.imagePullSecrets())) {
      problems.errorIf(
          secret.value().getName() == null || secret.value().getName().isEmpty(),
          secret.at("name"),
          "PodNameInvalid",
          "no Secret is named: add its name");
    }
    for (var gate : Located.items("spec.pod.readinessGates", pod.readinessGates())) {
      problems.errorIf(
          !Syntax.QUALIFIED_NAME.accepts(gate.value().getConditionType()),
          gate.at("conditionType"),
          "PodNameInvalid",
          "\"%s\" cannot name a condition: use %s",
          gate.value().getConditionType(),
          Syntax.QUALIFIED_NAME.rule());
    }
  }

  /** Empty is not the same as left out here: the API server answers it with 500. */
  private static void runtimeClass(@Nullable String name, Problems problems) {
    var path = "spec.pod.runtimeClassName";
    problems.errorIf(
        name != null && name.isEmpty(),
        path,
        "PodNameInvalid",
        "no RuntimeClass is named: name one, or leave the field out");
    check(name, Syntax.DNS_SUBDOMAIN, path, problems);
  }

  private static void check(@Nullable String name, Syntax syntax, String path, Problems problems) {
    problems.errorIf(
        !syntax.acceptsIfGiven(name),
        path,
        "PodNameInvalid",
        "\"%s\" is not possible here: use %s",
        name,
        syntax.rule());
  }
}
