package io.patternedapp.validate.pod;

import io.fabric8.kubernetes.api.model.Toleration;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.format.EnumValueRules;
import io.patternedapp.validate.format.NameFormat;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;
import java.util.Objects;
import java.util.Set;

/** Checks the tolerations. */
public final class TolerationsCheck implements SpecCheck {

  private static final Set<String> OPERATORS = Set.of("", "Equal", "Exists");
  private static final Set<String> EFFECTS =
      Set.of("", "NoSchedule", "PreferNoSchedule", "NoExecute");

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    for (var toleration :
        FieldValue.items("spec.pod.tolerations", spec.podOrDefault().tolerations())) {
      check(toleration, problems);
    }
  }

  private static void check(FieldValue<Toleration> located, Problems problems) {
    var toleration = located.value();
    var key = Objects.requireNonNullElse(toleration.getKey(), "");
    var value = Objects.requireNonNullElse(toleration.getValue(), "");
    var exists = "Exists".equals(toleration.getOperator());
    EnumValueRules.check(toleration.getOperator(), OPERATORS, located.pathTo("operator"), problems);
    EnumValueRules.check(toleration.getEffect(), EFFECTS, located.pathTo("effect"), problems);
    problems.errorIf(
        !NameFormat.QUALIFIED_NAME.acceptsIfPresent(key),
        located.pathTo("key"),
        "TolerationInvalid",
        "Invalid value \"%s\": a taint key %s",
        key,
        NameFormat.QUALIFIED_NAME.description());
    problems.errorIf(
        key.isEmpty() && !exists,
        located.pathTo("operator"),
        "TolerationInvalid",
        "Invalid value: operator must be Exists when the key is empty, which tolerates all"
            + " taints; set it, or add a key");
    problems.errorIf(
        exists && !value.isEmpty(),
        located.pathTo("value"),
        "TolerationInvalid",
        "Invalid value: must be empty when operator is Exists; remove it, or set operator: Equal");
    problems.errorIf(
        !exists && !NameFormat.LABEL_VALUE.accepts(value),
        located.pathTo("value"),
        "TolerationInvalid",
        "Invalid value \"%s\": a taint value %s",
        value,
        NameFormat.LABEL_VALUE.description());
    problems.errorIf(
        toleration.getTolerationSeconds() != null && !"NoExecute".equals(toleration.getEffect()),
        located.pathTo("effect"),
        "TolerationInvalid",
        "Invalid value: effect must be NoExecute when tolerationSeconds is set; set it, or"
            + " remove tolerationSeconds");
  }
}
