package io.patternedapp.cli;

import io.patternedapp.cli.logging.LoggingConfigurer;
import org.slf4j.event.Level;
import picocli.CommandLine.Option;

/** The options for the log of the operator. */
final class LogOptions {

  @Option(
      names = "--log-format",
      paramLabel = "text|json",
      defaultValue =
          "${env:" + RunConfiguration.LOG_FORMAT + ":-" + RunConfiguration.DEFAULT_LOG_FORMAT + "}",
      description = {
        "Log format: text or json. Environment variable: "
            + RunConfiguration.LOG_FORMAT
            + ". Default: "
            + RunConfiguration.DEFAULT_LOG_FORMAT
            + "."
      })
  private LoggingConfigurer.LogFormat format = LoggingConfigurer.LogFormat.text;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      defaultValue =
          "${env:" + RunConfiguration.LOG_LEVEL + ":-" + RunConfiguration.DEFAULT_LOG_LEVEL + "}",
      description = {
        "Log level: ERROR, WARN, INFO, DEBUG or TRACE. Libraries log warnings and errors only,"
            + " because their lower levels print whole objects. Environment variable: "
            + RunConfiguration.LOG_LEVEL
            + ". Default: "
            + RunConfiguration.DEFAULT_LOG_LEVEL
            + "."
      })
  private Level level = Level.INFO;

  LoggingConfigurer.LogFormat format() {
    return format;
  }

  Level level() {
    return level;
  }
}
