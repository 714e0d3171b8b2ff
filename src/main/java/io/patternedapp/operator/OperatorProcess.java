package io.patternedapp.operator;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.apply.EventRecorder;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running operator. Started by {@link #start}, ended by {@link #close}. */
public final class OperatorProcess implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OperatorProcess.class);

  private static final int THREADS = 16;
  private static final long LIST_PAGE = 500;
  private static final int FIRST_RETRY_MILLIS = 200;
  private static final double RETRY_FACTOR = 2;
  private static final int LONGEST_RETRY_MILLIS = 300_000;
  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private final Operator operator;
  private final EventRecorder events;

  private OperatorProcess(Operator operator, EventRecorder events) {
    this.operator = operator;
    this.events = events;
  }

  /**
   * Starts the operator and returns when its caches are filled.
   *
   * @param client talks to the cluster; the caller closes it after the operator
   * @param namespaces those to watch; empty means all
   * @throws UnsupportedServerException when the API server is too old or the CRD is missing
   */
  public static OperatorProcess start(
      KubernetesClient client, Set<String> namespaces, Clock clock) {
    ServerCheck.check(client, namespaces);
    var events = new EventRecorder(client, clock);
    var operator =
        new Operator(
            overrider ->
                overrider
                    .withKubernetesClient(client)
                    .withCloseClientOnStop(false)
                    .withConcurrentReconciliationThreads(THREADS)
                    .withParseResourceVersions(true)
                    .withReconciliationTerminationTimeout(Duration.ofSeconds(3)));
    operator.register(
        new PatternedAppReconciler(client, events, clock),
        controller -> {
          controller
              .withRetry(
                  new GenericRetry()
                      .withoutMaxAttempts()
                      .setInitialInterval(FIRST_RETRY_MILLIS)
                      .setIntervalMultiplier(RETRY_FACTOR)
                      .setMaxInterval(LONGEST_RETRY_MILLIS))
              .withInformerListLimit(LIST_PAGE)
              .withItemStore(new TransformingItemStore<>(OperatorProcess::slim));
          if (!namespaces.isEmpty()) {
            controller.settingNamespaces(namespaces);
          }
        });
    operator.start();
    LOG.info(
        "Watching PatternedApps in {}",
        namespaces.isEmpty() ? "all namespaces" : String.join(", ", namespaces));
    return new OperatorProcess(operator, events);
  }

  /** Stops watching, lets running reconciles end, and returns. */
  @Override
  public void close() {
    operator.stop();
    events.close();
  }

  /** What the operator never reads is not kept. */
  private static PatternedApp slim(PatternedApp app) {
    app.getMetadata().setManagedFields(null);
    app.getMetadata().getAnnotations().remove(LAST_APPLIED);
    return app;
  }
}
