package io.patternedapp.cli;

import picocli.CommandLine.Option;

/** How the operator logs. */
final class LogOptions {

  @Option(
      names = "--log-format",
      paramLabel = "text|json",
      defaultValue = "${env:PATTERNEDAPP_LOG_FORMAT:-text}",
      description = {
        "text or json. Default: the variable PATTERNEDAPP_LOG_FORMAT, or else ${DEFAULT-VALUE}."
      })
  private Logs.Format format = Logs.Format.text;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      defaultValue = "${env:PATTERNEDAPP_LOG_LEVEL:-INFO}",
      description = {
        "ERROR, WARN, INFO, DEBUG or TRACE. Libraries never log more than warnings, since what"
            + " they tell holds whole objects. Default: the variable PATTERNEDAPP_LOG_LEVEL, or"
            + " else INFO."
      })
  private org.slf4j.event.Level level = org.slf4j.event.Level.INFO;

  /** Logs like that from now on. */
  void apply() {
    Logs.configure(format, level);
  }
}
