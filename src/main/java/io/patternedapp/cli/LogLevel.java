package io.patternedapp.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Another level for some loggers, until closed. Without Logback it does nothing. */
final class LogLevel implements AutoCloseable {

  /** Those that log a failed start with stack traces, though it is thrown as well. */
  private static final List<String> OF_STARTING =
      List.of("io.javaoperatorsdk.operator", "io.fabric8.kubernetes.client.informers");

  /** The product's own, which say what happens to which app. */
  private static final String OWN = "io.patternedapp";

  private final Deque<Runnable> restores = new ArrayDeque<>();

  private LogLevel() {}

  /** No second report of why the operator does not start. */
  static LogLevel whileStarting() {
    var levels = new LogLevel();
    OF_STARTING.forEach(name -> levels.set(name, Level.OFF));
    return levels;
  }

  /** Only what a person has to know, among other output. */
  static LogLevel quiet() {
    var levels = new LogLevel();
    levels.set(Logger.ROOT_LOGGER_NAME, Level.WARN);
    levels.set(OWN, Level.WARN);
    return levels;
  }

  /** Nothing at all any more, until closed. */
  void mute() {
    set(Logger.ROOT_LOGGER_NAME, Level.OFF);
    set(OWN, Level.OFF);
  }

  private void set(String name, Level level) {
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
