package io.patternedapp.cli.report;

import java.util.Locale;

/** The severity of a diagnostic. */
public enum DiagnosticLevel {
  /** The app would not be applied, or the file cannot be parsed. */
  ERROR,
  /** The app would be applied, but the field probably has an unintended effect. */
  WARNING,
  /** Information only. */
  NOTE;

  /**
   * Returns the name of the level in all output formats; compilers and SARIF use the same names.
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
