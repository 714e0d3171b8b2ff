package io.patternedapp.cli.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * Changes the level of some loggers until closed. Does nothing if Logback is not the SLF4J
 * provider.
 */
public final class TemporaryLogLevel implements AutoCloseable {

  /** The loggers that log a failed start with a stack trace although the error is thrown, too. */
  private static final List<String> STARTUP_LOGGERS =
      List.of("io.javaoperatorsdk.operator", "io.fabric8.kubernetes.client.informers");

  private final Deque<Runnable> restores = new ArrayDeque<>();

  private TemporaryLogLevel() {}

  /** Mutes the loggers that would report a failed start a second time. */
  public static TemporaryLogLevel muteStartupErrors() {
    var levels = new TemporaryLogLevel();
    STARTUP_LOGGERS.forEach(name -> levels.setLevel(name, Level.OFF));
    return levels;
  }

  /** Logs warnings and errors only, so that the log does not interrupt other output. */
  public static TemporaryLogLevel warningsOnly() {
    var levels = new TemporaryLogLevel();
    levels.setLevel(Logger.ROOT_LOGGER_NAME, Level.WARN);
    levels.setLevel(LoggingConfigurer.OWN_LOGGER, Level.WARN);
    return levels;
  }

  /** Turns off all logging until closed. */
  public void muteAll() {
    setLevel(Logger.ROOT_LOGGER_NAME, Level.OFF);
    setLevel(LoggingConfigurer.OWN_LOGGER, Level.OFF);
  }

  private void setLevel(String name, Level level) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logs) {
      var logger = logs.getLogger(name);
      var before = logger.getLevel();
      logger.setLevel(level);
      restores.push(() -> logger.setLevel(before));
    }
  }

  @Override
  public void close() {
    restores.forEach(Runnable::run);
  }
}
