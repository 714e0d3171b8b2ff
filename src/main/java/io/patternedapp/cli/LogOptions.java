package io.patternedapp.cli;

import io.patternedapp.cli.logging.LoggingConfigurer;
import org.slf4j.event.Level;
import picocli.CommandLine.Option;

/** How the operator logs. */
final class LogOptions {

  @Option(
      names = "--log-format",
      paramLabel = "text|json",
      defaultValue = "${env:" + RunOptions.LOG_FORMAT + ":-" + RunOptions.DEFAULT_LOG_FORMAT + "}",
      description = {
        "text or json. Default: the variable PATTERNEDAPP_LOG_FORMAT, or else ${DEFAULT-VALUE}."
      })
  private LoggingConfigurer.LogFormat format = LoggingConfigurer.LogFormat.text;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      defaultValue = "${env:" + RunOptions.LOG_LEVEL + ":-" + RunOptions.DEFAULT_LOG_LEVEL + "}",
      description = {
        "ERROR, WARN, INFO, DEBUG or TRACE. Libraries never log more than warnings, since what"
            + " they tell holds whole objects. Default: the variable PATTERNEDAPP_LOG_LEVEL, or"
            + " else INFO."
      })
  private Level level = Level.INFO;

  LoggingConfigurer.LogFormat format() {
    return format;
  }

  Level level() {
    return level;
  }
}
