package io.patternedapp.expand;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.Set;

/**
 * The form in which the API server stores a quantity, so that what was applied equals what is read
 * back. The rule is that of {@code Quantity.CanonicalizeBytes} in k8s.io/apimachinery: the largest
 * suffix that leaves a whole number.
 */
final class Quantities {

  private static final String[] DECIMAL = {"n", "u", "m", "", "k", "M", "G", "T", "P", "E"};
  private static final String[] BINARY = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
  private static final Set<String> BINARY_SUFFIXES = Set.of("Ki", "Mi", "Gi", "Ti", "Pi", "Ei");
  private static final BigDecimal KIBI = BigDecimal.valueOf(1024);
  private static final int NANO = -9;

  private Quantities() {}

  /** The canonical form; quantities with a decimal exponent (1e3) stay as they are. */
  static Quantity canonical(Quantity quantity) {
    var written = Quantity.parse(quantity.toString());
    var suffix = written.getFormat();
    if (suffix != null && (suffix.startsWith("e") || suffix.matches("E[+-]?\\d+"))) {
      return written;
    }
    var value = written.getNumericalAmount();
    return BINARY_SUFFIXES.contains(suffix) && value.abs().compareTo(KIBI) >= 0
        ? binary(value)
        : decimal(value);
  }

  private static Quantity binary(BigDecimal value) {
    var amount = value;
    int power = 0;
    while (power + 1 < BINARY.length && isWhole(amount.divide(KIBI))) {
      amount = amount.divide(KIBI);
      power++;
    }
    return quantity(amount, BINARY[power]);
  }

  private static Quantity decimal(BigDecimal value) {
    if (value.signum() == 0) {
      return quantity(BigDecimal.ZERO, "");
    }
    for (int i = DECIMAL.length - 1; i > 0; i--) {
      var amount = value.scaleByPowerOfTen(-(NANO + 3 * i));
      if (isWhole(amount)) {
        return quantity(amount, DECIMAL[i]);
      }
    }
    return quantity(value.scaleByPowerOfTen(-NANO), DECIMAL[0]);
  }

  private static boolean isWhole(BigDecimal value) {
    return value.stripTrailingZeros().scale() <= 0;
  }

  private static Quantity quantity(BigDecimal amount, String suffix) {
    return new Quantity(amount.stripTrailingZeros().toPlainString(), suffix);
  }
}
