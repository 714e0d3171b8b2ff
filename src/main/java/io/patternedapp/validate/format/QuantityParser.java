package io.patternedapp.validate.format;

import io.fabric8.kubernetes.api.model.Quantity;
import io.patternedapp.validate.problem.Problems;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses quantities such as 500m and 64Mi. */
public final class QuantityParser {

  private static final Pattern FORMAT =
      Pattern.compile(
          "[+-]?([0-9]{1,40}(\\.[0-9]{0,40})?|\\.[0-9]{1,40})([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]{1,2})?");

  private QuantityParser() {}

  /** Returns the amount, or adds a problem and returns empty if the text is not a quantity. */
  public static Optional<BigDecimal> parse(
      @Nullable Quantity quantity, String path, Problems problems) {
    var text = quantity == null ? "" : quantity.toString();
    if (quantity == null || !FORMAT.matcher(text).matches()) {
      problems.error(
          path,
          "QuantityInvalid",
          "Invalid value \"%s\": must be a number with an optional suffix such as m, k, M, G,"
              + " Ki, Mi or Gi; write a fraction in quotes (\"0.5\") or as 500m",
          text);
      return Optional.empty();
    }
    var amount = quantity.getNumericalAmount();
    problems.errorIf(
        amount.signum() < 0,
        path,
        "QuantityInvalid",
        "Invalid value %s: must be greater than or equal to 0",
        text);
    return Optional.of(amount);
  }
}
