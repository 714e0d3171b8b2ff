package io.patternedapp.cli.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Another level for some loggers, until closed. Without Logback it does nothing. */
public final class TemporaryLogLevel implements AutoCloseable {

  /** Those that log a failed start with stack traces, though it is thrown as well. */
  private static final List<String> STARTUP_LOGGERS =
      List.of("io.javaoperatorsdk.operator", "io.fabric8.kubernetes.client.informers");

  /** The product's own, which say what happens to which app. */
  private static final String OWN_LOGGER = "io.patternedapp";

  private final Deque<Runnable> restores = new ArrayDeque<>();

  private TemporaryLogLevel() {}

  /** No second report of why the operator does not start. */
  public static TemporaryLogLevel muteStartupErrors() {
    var levels = new TemporaryLogLevel();
    STARTUP_LOGGERS.forEach(name -> levels.setLevel(name, Level.OFF));
    return levels;
  }

  /** Only what a person has to know, among other output. */
  public static TemporaryLogLevel warningsOnly() {
    var levels = new TemporaryLogLevel();
    levels.setLevel(Logger.ROOT_LOGGER_NAME, Level.WARN);
    levels.setLevel(OWN_LOGGER, Level.WARN);
    return levels;
  }

  /** Nothing at all any more, until closed. */
  public void muteAll() {
    setLevel(Logger.ROOT_LOGGER_NAME, Level.OFF);
    setLevel(OWN_LOGGER, Level.OFF);
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
