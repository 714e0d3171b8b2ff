package io.patternedapp.cli;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.JsonSchema;
import org.snakeyaml.engine.v2.schema.Schema;

/**
 * What an unquoted scalar means to kubectl: YAML 1.1 in the dialect of sigs.k8s.io/yaml, where
 * {@code yes} is true, {@code 0644} is 420 and {@code 12:30} is a string. A parser of another
 * dialect would validate something else than what is applied.
 */
final class PlainScalars {

  private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
  private static final Set<String> TRUE = words("y", "yes", "true", "on");
  private static final Set<String> FALSE = words("n", "no", "false", "off");
  private static final Pattern NOT_FINITE =
      Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
  private static final Pattern INTEGER =
      Pattern.compile("[-+]?(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

  /** A string to kubectl, but a number or a time to other readers of YAML 1.1. */
  private static final Pattern AMBIGUOUS =
      Pattern.compile("[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?|[0-9]{4}-[0-9]{1,2}-.*|=|<<");

  private PlainScalars() {}

  /** For reading: what kubectl takes a scalar for. */
  static Schema forReading() {
    return schema((text, implicit) -> implicit ? tag(text) : Tag.STR);
  }

  /** For writing: strings that any reader may take for something else get quotes. */
  static Schema forWriting() {
    return schema((text, implicit) -> implicit ? cautiousTag(text) : Tag.STR);
  }

  /** The value of a scalar: null, a Boolean, BigInteger, BigDecimal, Double or String. */
  static @Nullable Object value(Tag tag, String text) {
    if (tag.equals(Tag.NULL)) {
      return null;
    }
    if (tag.equals(Tag.BOOL)) {
      return TRUE.contains(text);
    }
    if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      return NOT_FINITE.matcher(text).matches() ? (Object) Double.NaN : number(digits(text));
    }
    return text;
  }

  private static Tag tag(String text) {
    if (NULLS.contains(text)) {
      return Tag.NULL;
    }
    if (TRUE.contains(text) || FALSE.contains(text)) {
      return Tag.BOOL;
    }
    if (INTEGER.matcher(digits(text)).matches() && !text.startsWith("_")) {
      return Tag.INT;
    }
    return isFloat(text) ? Tag.FLOAT : Tag.STR;
  }

  private static Tag cautiousTag(String text) {
    var tag = tag(text);
    return tag.equals(Tag.STR) && AMBIGUOUS.matcher(text).matches() ? Tag.FLOAT : tag;
  }

  private static boolean isFloat(String text) {
    if (NOT_FINITE.matcher(text).matches()) {
      return true;
    }
    var digits = text.startsWith(".") || text.startsWith("_") ? text : digits(text);
    return FLOAT.matcher(digits).matches() && Double.isFinite(Double.parseDouble(digits));
  }

  private static Number number(String digits) {
    if (!INTEGER.matcher(digits).matches()) {
      var number = new BigDecimal(digits).stripTrailingZeros();
      return number.scale() <= 0 ? number.toBigInteger() : number;
    }
    var negative = digits.startsWith("-");
    var magnitude = digits.replaceFirst("^[-+]", "").toLowerCase(Locale.ROOT);
    var value = magnitude(magnitude);
    return negative ? value.negate() : value;
  }

  private static BigInteger magnitude(String text) {
    if (text.startsWith("0x")) {
      return new BigInteger(text.substring(2), 16);
    }
    if (text.startsWith("0b")) {
      return new BigInteger(text.substring(2), 2);
    }
    if (text.startsWith("0o")) {
      return new BigInteger(text.substring(2), 8);
    }
    return text.startsWith("0") ? new BigInteger(text, 8) : new BigInteger(text);
  }

  private static String digits(String text) {
    return text.replace("_", "");
  }

  private static Set<String> words(String... lower) {
    return Arrays.stream(lower)
        .flatMap(
            word ->
                Stream.of(
                    word,
                    word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1),
                    word.toUpperCase(Locale.ROOT)))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Schema schema(ScalarResolver resolver) {
    return new Schema() {
      @Override
      public ScalarResolver getScalarResolver() {
        return resolver;
      }

      @Override
      public Map<Tag, ConstructNode> getSchemaTagConstructors() {
        return new JsonSchema().getSchemaTagConstructors();
      }
    };
  }
}
