package io.patternedapp.validate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Collects what one check finds. Messages are formats of {@link String#formatted}. */
final class Problems {

  private final List<Problem> found = new ArrayList<>();

  void error(String path, String reason, String message, @Nullable Object... args) {
    found.add(Problem.error(path, reason, message.formatted(args)));
  }

  void errorIf(
      boolean wrong, String path, String reason, String message, @Nullable Object... args) {
    if (wrong) {
      error(path, reason, message, args);
    }
  }

  void warning(String path, String reason, String message, @Nullable Object... args) {
    found.add(Problem.warning(path, reason, message.formatted(args)));
  }

  void warningIf(
      boolean odd, String path, String reason, String message, @Nullable Object... args) {
    if (odd) {
      warning(path, reason, message, args);
    }
  }

  Stream<Problem> stream() {
    return found.stream();
  }
}
