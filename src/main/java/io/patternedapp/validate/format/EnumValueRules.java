package io.patternedapp.validate.format;

import io.patternedapp.validate.problem.Problems;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks enum fields of upstream types, whose schema is a plain string. The messages are those of
 * {@code field.NotSupported} and {@code field.Required} in k8s.io/apimachinery.
 */
public final class EnumValueRules {

  public static final Set<String> IMAGE_PULL_POLICIES = Set.of("Always", "IfNotPresent", "Never");

  private static final String REASON = "ValueUnknown";

  private EnumValueRules() {}

  /** Checks that an optional value, if set, is one of the allowed values. */
  public static void check(
      @Nullable String value, Collection<String> allowed, String path, Problems problems) {
    problems.errorIf(
        value != null && !allowed.contains(value),
        path,
        REASON,
        "Unsupported value \"%s\": supported values: %s",
        value,
        describe(allowed));
  }

  /** Checks that a required value is set and is one of the allowed values. */
  public static void checkRequired(
      @Nullable String value, Collection<String> allowed, String path, Problems problems) {
    if (value == null || value.isEmpty()) {
      problems.error(path, REASON, "Required value: supported values: %s", describe(allowed));
    } else {
      check(value, allowed, path, problems);
    }
  }

  /** Lists the allowed values; the empty value, which means the default, is omitted. */
  private static String describe(Collection<String> allowed) {
    return allowed.stream()
        .filter(value -> !value.isEmpty())
        .sorted()
        .map(value -> '"' + value + '"')
        .collect(Collectors.joining(", "));
  }
}
