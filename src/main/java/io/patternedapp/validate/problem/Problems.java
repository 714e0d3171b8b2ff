package io.patternedapp.validate.problem;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Collects the problems that a check finds. Messages are format strings as in {@link
 * String#formatted}.
 */
public final class Problems {

  private final List<Problem> collected = new ArrayList<>();

  public void error(String path, String reason, String message, @Nullable Object... args) {
    collected.add(Problem.error(path, reason, message.formatted(args)));
  }

  public void errorIf(
      boolean condition, String path, String reason, String message, @Nullable Object... args) {
    if (condition) {
      error(path, reason, message, args);
    }
  }

  public void warning(String path, String reason, String message, @Nullable Object... args) {
    collected.add(Problem.warning(path, reason, message.formatted(args)));
  }

  public void warningIf(
      boolean condition, String path, String reason, String message, @Nullable Object... args) {
    if (condition) {
      warning(path, reason, message, args);
    }
  }

  public Stream<Problem> stream() {
    return collected.stream();
  }
}
