package io.patternedapp.validate.format;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Suggestions for an unknown name: the closest known name, or all known names. */
public final class Suggestions {

  private Suggestions() {}

  /**
   * Returns a suggestion for the end of a message.
   *
   * @param name the unknown name
   * @param known the known names
   */
  public static String didYouMean(@Nullable String name, Collection<String> known) {
    return findClosest(name, known)
        .map("did you mean \"%s\"?"::formatted)
        .orElseGet(() -> known.isEmpty() ? "none is available" : "available: " + quoted(known));
  }

  /**
   * Returns the known name that is closest to the unknown name, or empty if none is close.
   *
   * @param name the unknown name
   * @param known the known names
   */
  public static Optional<String> findClosest(@Nullable String name, Collection<String> known) {
    var unknownName = name == null ? "" : name;
    return known.stream()
        .min(Comparator.comparingInt(candidate -> editDistance(unknownName, candidate)))
        .filter(
            closest -> editDistance(unknownName, closest) <= Math.max(2, unknownName.length() / 2));
  }

  private static String quoted(Collection<String> names) {
    return names.stream().map(n -> '"' + n + '"').collect(Collectors.joining(", "));
  }

  /** Returns the Levenshtein distance: characters to add, remove or replace. */
  static int editDistance(String from, String to) {
    var previous = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      var current = new int[to.length() + 1];
      current[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[to.length()];
  }
}
