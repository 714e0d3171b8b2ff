package io.patternedapp.validate.pod;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.format.NameFormat;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;
import org.jspecify.annotations.Nullable;

/** Checks the names in {@code spec.pod}, such as hostname and imagePullSecrets. */
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
          "Required value: set the name of a Secret");
    }
    for (var gate : FieldValue.items("spec.pod.readinessGates", pod.readinessGates())) {
      problems.errorIf(
          !NameFormat.QUALIFIED_NAME.accepts(gate.value().getConditionType()),
          gate.pathTo("conditionType"),
          "PodNameInvalid",
          "Invalid value \"%s\": a condition type %s",
          gate.value().getConditionType(),
          NameFormat.QUALIFIED_NAME.description());
    }
  }

  /** Checks the name; unlike other empty names, the API server responds to this one with 500. */
  private static void checkRuntimeClassName(@Nullable String name, Problems problems) {
    var path = "spec.pod.runtimeClassName";
    problems.errorIf(
        name != null && name.isEmpty(),
        path,
        "PodNameInvalid",
        "Required value: set the name of a RuntimeClass, or remove the field");
    check(name, NameFormat.DNS_SUBDOMAIN, path, problems);
  }

  private static void check(
      @Nullable String name, NameFormat syntax, String path, Problems problems) {
    problems.errorIf(
        !syntax.acceptsIfPresent(name),
        path,
        "PodNameInvalid",
        "Invalid value \"%s\": %s",
        name,
        syntax.description());
  }
}
