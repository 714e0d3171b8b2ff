package io.patternedapp.validate;

import io.fabric8.kubernetes.api.model.Toleration;
import io.patternedapp.api.PatternedAppSpec;
import java.util.Objects;
import java.util.Set;

/** Taints that the Pods tolerate. */
final class Tolerations implements SpecCheck {

  private static final Set<String> OPERATORS = Set.of("", "Equal", "Exists");
  private static final Set<String> EFFECTS =
      Set.of("", "NoSchedule", "PreferNoSchedule", "NoExecute");

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    for (var toleration :
        Located.items("spec.pod.tolerations", spec.podOrDefault().tolerations())) {
      check(toleration, problems);
    }
  }

  private static void check(Located<Toleration> located, Problems problems) {
    var toleration = located.value();
    var key = Objects.requireNonNullElse(toleration.getKey(), "");
    var value = Objects.requireNonNullElse(toleration.getValue(), "");
    var exists = "Exists".equals(toleration.getOperator());
    Enums.check(toleration.getOperator(), OPERATORS, located.at("operator"), problems);
    Enums.check(toleration.getEffect(), EFFECTS, located.at("effect"), problems);
    problems.errorIf(
        !Syntax.QUALIFIED_NAME.acceptsIfGiven(key),
        located.at("key"),
        "TolerationInvalid",
        "\"%s\" cannot be the key of a taint: use %s",
        key,
        Syntax.QUALIFIED_NAME.rule());
    problems.errorIf(
        key.isEmpty() && !exists,
        located.at("operator"),
        "TolerationInvalid",
        "without a key all taints are tolerated, which needs operator: Exists: set it, or add a key");
    problems.errorIf(
        exists && !value.isEmpty(),
        located.at("value"),
        "TolerationInvalid",
        "operator Exists takes no value: remove it, or set operator: Equal");
    problems.errorIf(
        !exists && !Syntax.LABEL_VALUE.accepts(value),
        located.at("value"),
        "TolerationInvalid",
        "\"%s\" cannot be the value of a taint: use %s",
        value,
        Syntax.LABEL_VALUE.rule());
    problems.errorIf(
        toleration.getTolerationSeconds() != null && !"NoExecute".equals(toleration.getEffect()),
        located.at("effect"),
        "TolerationInvalid",
        "tolerationSeconds goes with effect: NoExecute only: set that, or remove it");
  }
}
