package io.patternedapp.expand.normalize;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Objects;

/**
 * Converts quantities to the canonical form in which the API server stores them, so that applied
 * and stored values are equal. Follows {@code ParseQuantity} and {@code CanonicalizeBytes} in
 * k8s.io/apimachinery: the largest suffix that yields a whole number, at a precision of one nano.
 */
public final class QuantityCanonicalizer {

  private static final List<String> DECIMAL =
      List.of("n", "u", "m", "", "k", "M", "G", "T", "P", "E");
  private static final List<String> BINARY = List.of("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");
  private static final BigDecimal KIBI = BigDecimal.valueOf(1024);
  private static final int NANO = -9;

  private QuantityCanonicalizer() {}

  /** Returns the canonical form of a quantity, which must be valid. */
  public static Quantity canonicalize(Quantity quantity) {
    var written = Quantity.parse(quantity.toString());
    var suffix = Objects.requireNonNullElse(written.getFormat(), "");
    var value =
        amount(new BigDecimal(written.getAmount()), suffix).setScale(-NANO, RoundingMode.UP);
    if (value.signum() == 0) {
      return quantity(BigDecimal.ZERO, "");
    }
    if (isExponent(suffix)) {
      return exponential(value);
    }
    var isBinary = BINARY.indexOf(suffix) > 0 && value.abs().compareTo(KIBI) >= 0 && isWhole(value);
    return isBinary ? binary(value) : decimal(value);
  }

  /** Returns the exact amount; {@link Quantity#getNumericalAmount} rounds to 16 digits. */
  private static BigDecimal amount(BigDecimal number, String suffix) {
    if (isExponent(suffix)) {
      return number.scaleByPowerOfTen(Integer.parseInt(suffix.substring(1)));
    }
    return BINARY.contains(suffix)
        ? number.multiply(KIBI.pow(BINARY.indexOf(suffix)))
        : number.scaleByPowerOfTen(NANO + 3 * DECIMAL.indexOf(suffix));
  }

  private static boolean isExponent(String suffix) {
    return suffix.matches("[eE][+-]?\\d+");
  }

  private static Quantity binary(BigDecimal value) {
    var amount = value;
    int power = 0;
    while (power + 1 < BINARY.size() && isWhole(amount.divide(KIBI))) {
      amount = amount.divide(KIBI);
      power++;
    }
    return quantity(amount, BINARY.get(power));
  }

  private static Quantity decimal(BigDecimal value) {
    int step = Math.min(powerOfThousand(value) - NANO / 3, DECIMAL.size() - 1);
    return quantity(value.scaleByPowerOfTen(-(NANO + 3 * step)), DECIMAL.get(step));
  }

  private static Quantity exponential(BigDecimal value) {
    int exponent = 3 * powerOfThousand(value);
    return quantity(value.scaleByPowerOfTen(-exponent), exponent == 0 ? "" : "e" + exponent);
  }

  /** Returns the largest power of a thousand by which the division yields a whole number. */
  private static int powerOfThousand(BigDecimal value) {
    return Math.floorDiv(-value.stripTrailingZeros().scale(), 3);
  }

  private static boolean isWhole(BigDecimal value) {
    return value.stripTrailingZeros().scale() <= 0;
  }

  private static Quantity quantity(BigDecimal amount, String suffix) {
    return new Quantity(amount.stripTrailingZeros().toPlainString(), suffix);
  }
}
