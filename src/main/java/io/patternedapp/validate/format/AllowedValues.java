package io.patternedapp.validate.format;

import io.patternedapp.validate.problem.Problems;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Fields of upstream types that take certain words only. */
public final class AllowedValues {

  private AllowedValues() {}

  /** Reports a value that is given and is not one of the words. */
  public static void check(
      @Nullable String value, Collection<String> allowed, String path, Problems problems) {
    problems.errorIf(
        value != null && !allowed.contains(value),
        path,
        "ValueUnknown",
        "\"%s\" is not possible here: use one of %s",
        value,
        allowed.stream().sorted().collect(Collectors.joining(", ")));
  }
}
