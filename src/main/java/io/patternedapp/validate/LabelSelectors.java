package io.patternedapp.validate;

import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What selects Pods or nodes by their labels. */
final class LabelSelectors {

  static final String REASON = "SelectorInvalid";

  private static final Set<String> ON_PODS = Set.of("In", "NotIn", "Exists", "DoesNotExist");

  private LabelSelectors() {}

  /** Reports what is wrong with a selector of Pods. */
  static void check(@Nullable LabelSelector selector, String path, Problems problems) {
    if (selector == null) {
      return;
    }
    for (Map.Entry<String, String> label : Located.entries(selector.getMatchLabels()).entrySet()) {
      var at = Located.key(path + ".matchLabels", label.getKey());
      checkKey(label.getKey(), at, problems);
      checkValue(label.getValue(), at, problems);
    }
    for (var expression :
        Located.items(path + ".matchExpressions", selector.getMatchExpressions())) {
      var said = expression.value();
      check(said.getKey(), said.getOperator(), said.getValues(), ON_PODS, expression, problems);
    }
  }

  /** Reports what is wrong with one expression. */
  static void check(
      @Nullable String key,
      @Nullable String operator,
      @Nullable List<String> values,
      Set<String> operators,
      Located<?> expression,
      Problems problems) {
    checkKey(key, expression.at("key"), problems);
    Enums.check(operator == null ? "" : operator, operators, expression.at("operator"), problems);
    var given = Located.items(expression.at("values"), values);
    var wanted =
        operator == null
            ? -1
            : switch (operator) {
              case "In", "NotIn" -> Math.max(1, given.size());
              case "Gt", "Lt" -> 1;
              default -> 0;
            };
    problems.errorIf(
        operator != null && operators.contains(operator) && given.size() != wanted,
        expression.at("values"),
        REASON,
        wanted == 0
            ? "operator %s takes no values: remove them"
            : wanted == 1 && !given.isEmpty()
                ? "operator %s takes one value: keep one of them"
                : "operator %s compares with values: add them",
        operator);
    if (!"Gt".equals(operator) && !"Lt".equals(operator)) {
      given.forEach(value -> checkValue(value.value(), value.path(), problems));
    }
  }

  private static void checkKey(@Nullable String key, String path, Problems problems) {
    problems.errorIf(
        !Syntax.QUALIFIED_NAME.accepts(key),
        path,
        REASON,
        "\"%s\" cannot be the key of a label: use %s",
        key,
        Syntax.QUALIFIED_NAME.rule());
  }

  private static void checkValue(@Nullable String value, String path, Problems problems) {
    problems.errorIf(
        !Syntax.LABEL_VALUE.acceptsIfGiven(value),
        path,
        REASON,
        "\"%s\" cannot be the value of a label: use %s",
        value,
        Syntax.LABEL_VALUE.rule());
  }
}
