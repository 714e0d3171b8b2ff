package io.patternedapp.cli;

import org.slf4j.event.Level;
import picocli.CommandLine.Option;

/** How the operator logs. */
final class LogOptions {

  @Option(
      names = "--log-format",
      paramLabel = "text|json",
      defaultValue =
          "${env:" + RunSettings.LOG_FORMAT + ":-" + RunSettings.DEFAULT_LOG_FORMAT + "}",
      description = {
        "text or json. Default: the variable PATTERNEDAPP_LOG_FORMAT, or else ${DEFAULT-VALUE}."
      })
  private Logs.Format format = Logs.Format.text;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      defaultValue = "${env:" + RunSettings.LOG_LEVEL + ":-" + RunSettings.DEFAULT_LOG_LEVEL + "}",
      description = {
        "ERROR, WARN, INFO, DEBUG or TRACE. Libraries never log more than warnings, since what"
            + " they tell holds whole objects. Default: the variable PATTERNEDAPP_LOG_LEVEL, or"
            + " else INFO."
      })
  private Level level = Level.INFO;

  Logs.Format format() {
    return format;
  }

  Level level() {
    return level;
  }
}
