package io.patternedapp.cli.yaml;

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
 * Resolves unquoted scalars as kubectl does: YAML 1.1 in the dialect of sigs.k8s.io/yaml, where
 * {@code yes} is true, {@code 0644} is 420 and {@code 12:30} is a string. A parser of another
 * dialect would validate other values than kubectl applies.
 */
final class KubectlScalarResolver {

  private static final Set<String> NULL_VALUES = Set.of("", "~", "null", "Null", "NULL");
  private static final Set<String> TRUE_VALUES = caseVariants("y", "yes", "true", "on");
  private static final Set<String> FALSE_VALUES = caseVariants("n", "no", "false", "off");
  private static final Pattern NOT_FINITE =
      Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
  private static final Pattern INTEGER =
      Pattern.compile("[-+]?(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

  /** Strings for kubectl that other YAML 1.1 parsers resolve to a number or a timestamp. */
  private static final Pattern AMBIGUOUS =
      Pattern.compile("[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?|[0-9]{4}-[0-9]{1,2}-.*|=|<<");

  private KubectlScalarResolver() {}

  /** Returns the schema for reading, which resolves scalars as kubectl does. */
  static Schema forReading() {
    return schemaWith((text, implicit) -> implicit ? resolveTag(text) : Tag.STR);
  }

  /**
   * Returns the schema for writing, which quotes strings that some parser would not read as such.
   */
  static Schema forWriting() {
    return schemaWith((text, implicit) -> implicit ? resolveTagForWriting(text) : Tag.STR);
  }

  /** Converts a scalar to null, a Boolean, BigInteger, BigDecimal, Double or String. */
  static @Nullable Object toValue(Tag tag, String text) {
    if (tag.equals(Tag.NULL)) {
      return null;
    }
    if (tag.equals(Tag.BOOL)) {
      return TRUE_VALUES.contains(text);
    }
    if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      return NOT_FINITE.matcher(text).matches()
          ? (Object) Double.NaN
          : parseNumber(withoutUnderscores(text));
    }
    return text;
  }

  private static Tag resolveTag(String text) {
    if (NULL_VALUES.contains(text)) {
      return Tag.NULL;
    }
    if (TRUE_VALUES.contains(text) || FALSE_VALUES.contains(text)) {
      return Tag.BOOL;
    }
    if (INTEGER.matcher(withoutUnderscores(text)).matches() && !text.startsWith("_")) {
      return Tag.INT;
    }
    return isFloat(text) ? Tag.FLOAT : Tag.STR;
  }

  private static Tag resolveTagForWriting(String text) {
    var tag = resolveTag(text);
    return tag.equals(Tag.STR) && AMBIGUOUS.matcher(text).matches() ? Tag.FLOAT : tag;
  }

  private static boolean isFloat(String text) {
    if (NOT_FINITE.matcher(text).matches()) {
      return true;
    }
    var digits = text.startsWith(".") || text.startsWith("_") ? text : withoutUnderscores(text);
    return FLOAT.matcher(digits).matches() && Double.isFinite(Double.parseDouble(digits));
  }

  private static Number parseNumber(String digits) {
    if (!INTEGER.matcher(digits).matches()) {
      var number = new BigDecimal(digits).stripTrailingZeros();
      return number.scale() <= 0 ? number.toBigInteger() : number;
    }
    var negative = digits.startsWith("-");
    var magnitude = digits.replaceFirst("^[-+]", "").toLowerCase(Locale.ROOT);
    var value = parseMagnitude(magnitude);
    return negative ? value.negate() : value;
  }

  private static BigInteger parseMagnitude(String text) {
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

  private static String withoutUnderscores(String text) {
    return text.replace("_", "");
  }

  private static Set<String> caseVariants(String... lower) {
    return Arrays.stream(lower)
        .flatMap(
            word ->
                Stream.of(
                    word,
                    word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1),
                    word.toUpperCase(Locale.ROOT)))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Schema schemaWith(ScalarResolver resolver) {
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
