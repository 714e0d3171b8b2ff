package io.patternedapp.cli;

/** A text that is not the YAML that kubectl would read. */
final class YamlException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  YamlException(String message) {
    super(message);
  }
}
