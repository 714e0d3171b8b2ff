package io.patternedapp.cli.yaml;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reports text that is not YAML, or that kubectl would reject. */
public final class YamlException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient @Nullable Position position;

  YamlException(Optional<Position> position, String message) {
    super(message);
    this.position = position.orElse(null);
  }

  /** Returns the position of the error; empty if the parser does not report one. */
  public Optional<Position> position() {
    return Optional.ofNullable(position);
  }
}
