package io.patternedapp.cli.report;

import java.util.Locale;

/** How much a diagnostic matters. */
public enum DiagnosticLevel {
  /** The app would not be applied, or the file cannot be read. */
  ERROR,
  /** The app would be applied; what is written is probably not what is meant. */
  WARNING,
  /** Nothing is wrong. */
  NOTE;

  /** The word for it in every format: those of SARIF, as of compilers. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
