package io.patternedapp.cli.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import org.slf4j.LoggerFactory;

/** Configures format and level of the log. Does nothing if Logback is not the SLF4J provider. */
public final class LoggingConfigurer {

  /** The parent of the operator's own loggers. */
  static final String OWN_LOGGER = "io.patternedapp";

  /** The log format; the constants are named as they are typed. */
  public enum LogFormat {
    /** Lines of plain text. */
    text,
    /** One JSON object per line. */
    json
  }

  private LoggingConfigurer() {}

  /**
   * Configures the log of this JVM.
   *
   * @param level the level of the operator's own loggers; libraries log warnings and errors only,
   *     because their lower levels print whole objects, including env values and file contents
   */
  public static void configure(LogFormat format, org.slf4j.event.Level level) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logs) {
      var own = Level.toLevel(level.name());
      var root = logs.getLogger(Logger.ROOT_LOGGER_NAME);
      logs.getLogger(OWN_LOGGER).setLevel(own);
      root.setLevel(own.isGreaterOrEqual(Level.WARN) ? own : Level.WARN);
      if (format == LogFormat.json
          && root.getAppender("STDERR") instanceof OutputStreamAppender<ILoggingEvent> appender) {
        appender.setEncoder(jsonEncoder(logs));
      }
    }
  }

  private static JsonEncoder jsonEncoder(LoggerContext logs) {
    var encoder = new JsonEncoder();
    encoder.setContext(logs);
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.setWithContext(false);
    encoder.setWithArguments(false);
    encoder.setWithMessage(false);
    encoder.setWithFormattedMessage(true);
    encoder.start();
    return encoder;
  }
}
