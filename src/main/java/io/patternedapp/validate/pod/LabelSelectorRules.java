package io.patternedapp.validate.pod;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.patternedapp.validate.format.EnumValueRules;
import io.patternedapp.validate.format.NameFormat;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rules for label selectors and for the requirements of node selectors. */
final class LabelSelectorRules {

  static final String REASON = "SelectorInvalid";

  private static final Set<String> LABEL_SELECTOR_OPERATORS =
      Set.of("In", "NotIn", "Exists", "DoesNotExist");

  private LabelSelectorRules() {}

  /** Checks a label selector. */
  static void check(@Nullable LabelSelector selector, String path, Problems problems) {
    if (selector == null) {
      return;
    }
    for (Map.Entry<String, String> label :
        FieldValue.emptyIfNull(selector.getMatchLabels()).entrySet()) {
      var at = FieldValue.keyPath(path + ".matchLabels", label.getKey());
      checkKey(label.getKey(), at, problems);
      checkValue(label.getValue(), at, problems);
    }
    for (var expression :
        FieldValue.items(path + ".matchExpressions", selector.getMatchExpressions())) {
      var requirement = expression.value();
      checkRequirement(
          requirement.getKey(),
          requirement.getOperator(),
          requirement.getValues(),
          LABEL_SELECTOR_OPERATORS,
          expression,
          problems);
    }
  }

  /** Checks one requirement: its key, operator and values. */
  static void checkRequirement(
      @Nullable String key,
      @Nullable String operator,
      @Nullable List<String> values,
      Set<String> operators,
      FieldValue<?> expression,
      Problems problems) {
    checkKey(key, expression.pathTo("key"), problems);
    EnumValueRules.checkRequired(operator, operators, expression.pathTo("operator"), problems);
    var givenValues = FieldValue.items(expression.pathTo("values"), values);
    var expectedCount =
        operator == null
            ? -1
            : switch (operator) {
              case "In", "NotIn" -> Math.max(1, givenValues.size());
              case "Gt", "Lt" -> 1;
              default -> 0;
            };
    problems.errorIf(
        operator != null && operators.contains(operator) && givenValues.size() != expectedCount,
        expression.pathTo("values"),
        REASON,
        expectedCount == 0
            ? "Forbidden: operator %s takes no values; remove them"
            : expectedCount == 1 && !givenValues.isEmpty()
                ? "Invalid value: operator %s takes exactly one value; keep one of them"
                : "Required value: operator %s requires values; add them",
        operator);
    if (!"Gt".equals(operator) && !"Lt".equals(operator)) {
      givenValues.forEach(value -> checkValue(value.value(), value.path(), problems));
    }
  }

  private static void checkKey(@Nullable String key, String path, Problems problems) {
    problems.errorIf(
        !NameFormat.QUALIFIED_NAME.accepts(key),
        path,
        REASON,
        "Invalid value \"%s\": a label key %s",
        key,
        NameFormat.QUALIFIED_NAME.description());
  }

  private static void checkValue(@Nullable String value, String path, Problems problems) {
    problems.errorIf(
        !NameFormat.LABEL_VALUE.acceptsIfPresent(value),
        path,
        REASON,
        "Invalid value \"%s\": a label value %s",
        value,
        NameFormat.LABEL_VALUE.description());
  }
}
