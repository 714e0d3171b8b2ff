package io.patternedapp.apiserver;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/**
 * What the operators of this process log that they never should: errors, and exceptions that are
 * neither an answer of the API server nor the way in which a reconcile asks to be tried again.
 */
final class LogWatch implements AutoCloseable {

  private static final Set<String> ORDINARY =
      Set.of(
          KubernetesClientException.class.getName(),
          "io.patternedapp.operator.NotAppliedException");

  /** It logs each failed attempt with its stack trace. */
  private static final String ATTEMPTS =
      "io.javaoperatorsdk.operator.processing.event.EventProcessor";

  private final Queue<String> found = new ConcurrentLinkedQueue<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final Logger attempts = (Logger) LoggerFactory.getLogger(ATTEMPTS);
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          note(event);
        }
      };

  LogWatch() {
    appender.setContext(root.getLoggerContext());
    appender.start();
    root.addAppender(appender);
    attempts.setAdditive(false);
    attempts.addAppender(appender);
  }

  /** All so far. */
  List<String> found() {
    return List.copyOf(found);
  }

  private void note(ILoggingEvent event) {
    var thrown = event.getThrowableProxy();
    if (event.getLevel().isGreaterOrEqual(Level.ERROR)
        || (thrown != null && !ORDINARY.contains(thrown.getClassName()))) {
      found.add(
          "%s %s %s: %s%s"
              .formatted(
                  event.getLevel(),
                  event.getLoggerName(),
                  event.getMDCPropertyMap(),
                  event.getFormattedMessage(),
                  thrown == null ? "" : " (" + thrown.getClassName() + ": " + thrown.getMessage()));
    }
  }

  @Override
  public void close() {
    root.detachAppender(appender);
    attempts.detachAppender(appender);
    attempts.setAdditive(true);
  }
}
