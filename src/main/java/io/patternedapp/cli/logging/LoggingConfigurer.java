package io.patternedapp.cli.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import org.slf4j.LoggerFactory;

/** How the program logs. Without Logback this does nothing. */
public final class LoggingConfigurer {

  private static final String OWN_LOGGER = "io.patternedapp";

  /** How a line of the log looks; named as they are typed. */
  public enum LogFormat {
    /** For people. */
    text,
    /** One object a line, for programs. */
    json
  }

  private LoggingConfigurer() {}

  /**
   * Logs like that from now on.
   *
   * @param level of the program's own log; libraries log warnings at most, since their lower levels
   *     print whole objects and with them what is in env and files
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
