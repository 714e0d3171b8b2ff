package io.patternedapp.apiserver.fuzz;

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
 * Records unexpected log events of the operators in this JVM: errors, and exceptions other than API
 * server responses and {@code NotAppliedException}, which requests a retry.
 */
final class UnexpectedLogRecorder implements AutoCloseable {

  private static final Set<String> EXPECTED_EXCEPTIONS =
      Set.of(
          KubernetesClientException.class.getName(),
          "io.patternedapp.operator.NotAppliedException");

  /** The logger of JOSDK that logs each failed attempt with its stack trace. */
  private static final String EVENT_PROCESSOR =
      "io.javaoperatorsdk.operator.processing.event.EventProcessor";

  private final Queue<String> entries = new ConcurrentLinkedQueue<>();
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final Logger eventProcessor = (Logger) LoggerFactory.getLogger(EVENT_PROCESSOR);
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          recordIfUnexpected(event);
        }
      };

  UnexpectedLogRecorder() {
    appender.setContext(root.getLoggerContext());
    appender.start();
    root.addAppender(appender);
    eventProcessor.setAdditive(false);
    eventProcessor.addAppender(appender);
  }

  /** Returns the events recorded so far. */
  List<String> entries() {
    return List.copyOf(entries);
  }

  private void recordIfUnexpected(ILoggingEvent event) {
    var thrown = event.getThrowableProxy();
    if (event.getLevel().isGreaterOrEqual(Level.ERROR)
        || (thrown != null && !EXPECTED_EXCEPTIONS.contains(thrown.getClassName()))) {
      entries.add(
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
    eventProcessor.detachAppender(appender);
    eventProcessor.setAdditive(true);
  }
}
