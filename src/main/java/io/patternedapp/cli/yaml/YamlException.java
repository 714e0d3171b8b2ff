package io.patternedapp.cli.yaml;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A text that is not the YAML that kubectl would read. */
public final class YamlException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient @Nullable Position position;

  YamlException(Optional<Position> position, String message) {
    super(message);
    this.position = position.orElse(null);
  }

  /** Where in the text; empty where the parser does not say. */
  public Optional<Position> position() {
    return Optional.ofNullable(position);
  }
}
