package io.patternedapp.validate.format;

import io.fabric8.kubernetes.api.model.Quantity;
import io.patternedapp.validate.problem.Problems;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Amounts such as 500m and 64Mi. */
public final class QuantityParser {

  private static final Pattern FORMAT =
      Pattern.compile(
          "[+-]?([0-9]{1,40}(\\.[0-9]{0,40})?|\\.[0-9]{1,40})([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]{1,2})?");

  private QuantityParser() {}

  /** The amount, or empty after reporting that it is none. */
  public static Optional<BigDecimal> parse(
      @Nullable Quantity quantity, String path, Problems problems) {
    var text = quantity == null ? "" : quantity.toString();
    if (quantity == null || !FORMAT.matcher(text).matches()) {
      problems.error(
          path,
          "QuantityInvalid",
          "\"%s\" is not a quantity: write a number, with a suffix such as m, k, M, G, Ki, Mi or Gi"
              + " if you like; fractions in quotes (\"0.5\") or as 500m",
          text);
      return Optional.empty();
    }
    var amount = quantity.getNumericalAmount();
    problems.errorIf(
        amount.signum() < 0, path, "QuantityInvalid", "%s is negative: use 0 or more", text);
    return Optional.of(amount);
  }
}
