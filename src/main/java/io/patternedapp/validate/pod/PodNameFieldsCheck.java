package io.patternedapp.validate.pod;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.format.NameFormat;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;
import org.jspecify.annotations.Nullable;

/** Names that the Pod refers to or is known by. */
public final class PodNameFieldsCheck implements SpecCheck {

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var pod = spec.podOrDefault();
    check(pod.hostname(), NameFormat.DNS_LABEL, "spec.pod.hostname", problems);
    check(pod.subdomain(), NameFormat.DNS_LABEL, "spec.pod.subdomain", problems);
    check(
        pod.serviceAccountName(),
        NameFormat.DNS_SUBDOMAIN,
        "spec.pod.serviceAccountName",
        problems);
    check(
        pod.priorityClassName(), NameFormat.DNS_SUBDOMAIN, "spec.pod.priorityClassName", problems);
    checkRuntimeClassName(pod.runtimeClassName(), problems);
    for (var secret : FieldValue.items("spec.pod.imagePullSecrets", pod.imagePullSecrets())) {
      problems.errorIf(
          secret.value().getName() == null || secret.value().getName().isEmpty(),
          secret.pathTo("name"),
          "PodNameInvalid",
          "no Secret is named: add its name");
    }
    for (var gate : FieldValue.items("spec.pod.readinessGates", pod.readinessGates())) {
      problems.errorIf(
          !NameFormat.QUALIFIED_NAME.accepts(gate.value().getConditionType()),
          gate.pathTo("conditionType"),
          "PodNameInvalid",
          "\"%s\" cannot name a condition: use %s",
          gate.value().getConditionType(),
          NameFormat.QUALIFIED_NAME.description());
    }
  }

  /** Empty is not the same as left out here: the API server answers it with 500. */
  private static void checkRuntimeClassName(@Nullable String name, Problems problems) {
    var path = "spec.pod.runtimeClassName";
    problems.errorIf(
        name != null && name.isEmpty(),
        path,
        "PodNameInvalid",
        "no RuntimeClass is named: name one, or leave the field out");
    check(name, NameFormat.DNS_SUBDOMAIN, path, problems);
  }

  private static void check(
      @Nullable String name, NameFormat syntax, String path, Problems problems) {
    problems.errorIf(
        !syntax.acceptsIfPresent(name),
        path,
        "PodNameInvalid",
        "\"%s\" is not possible here: use %s",
        name,
        syntax.description());
  }
}
