package io.patternedapp.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import org.slf4j.LoggerFactory;

/** How the program logs. Without Logback this does nothing. */
final class Logs {

  private static final String OWN = "io.patternedapp";

  /** How a line of the log looks; named as they are typed. */
  enum Format {
    /** For people. */
    text,
    /** One object a line, for programs. */
    json
  }

  private Logs() {}

  /**
   * Logs like that from now on.
   *
   * @param level of the program's own log; libraries log warnings at most, since their lower levels
   *     print whole objects and with them what is in env and files
   */
  static void configure(Format format, org.slf4j.event.Level level) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logs) {
      var own = Level.toLevel(level.name());
      var root = logs.getLogger(Logger.ROOT_LOGGER_NAME);
      logs.getLogger(OWN).setLevel(own);
      root.setLevel(own.isGreaterOrEqual(Level.WARN) ? own : Level.WARN);
      if (format == Format.json
          && root.getAppender("STDERR") instanceof OutputStreamAppender<ILoggingEvent> appender) {
        appender.setEncoder(json(logs));
      }
    }
  }

  private static JsonEncoder json(LoggerContext logs) {
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
