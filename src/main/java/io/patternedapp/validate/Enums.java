package io.patternedapp.validate;

import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Fields of upstream types that take certain words only. */
final class Enums {

  private Enums() {}

  /** Reports a value that is given and is not one of the words. */
  static void check(
      @Nullable String value, Collection<String> words, String path, Problems problems) {
    problems.errorIf(
        value != null && !words.contains(value),
        path,
        "ValueUnknown",
        "\"%s\" is not possible here: use one of %s",
        value,
        words.stream().sorted().collect(Collectors.joining(", ")));
  }
}
