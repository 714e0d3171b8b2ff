package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.model.ContentHash;
import io.patternedapp.model.ResourceNames;
import io.patternedapp.model.result.AppEvent;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Sends Kubernetes Events of apps. A repeated Event increments the count of the existing one, as
 * long as the API server keeps it. Events never delay or fail a reconcile: they are sent by one
 * thread of their own, and an Event that does not fit into its queue is dropped with a log line.
 */
public final class EventRecorder implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
  private static final int QUEUE_CAPACITY = 1000;
  private static final int THREAD_IDLE_SECONDS = 10;
  private static final int FLUSH_TIMEOUT_SECONDS = 1;

  private final KubernetesClient client;
  private final Clock clock;
  private final ThreadPoolExecutor executor;

  public EventRecorder(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
    this.executor =
        new ThreadPoolExecutor(
            1,
            1,
            THREAD_IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE_CAPACITY),
            task -> {
              var thread = new Thread(task, "events");
              thread.setDaemon(true);
              return thread;
            },
            (task, full) -> LOG.warn("The Event queue is full; dropped an Event"));
    executor.allowCoreThreadTimeOut(true);
  }

  /** Queues an Event of the app. */
  public void record(PatternedApp app, AppEvent event) {
    LOG.info("{}: {}", event.reason(), event.message());
    var body = buildEvent(app, event);
    executor.execute(() -> send(body));
  }

  /** Sends the queued Events, for at most a second. */
  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(FLUSH_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("Dropped {} Events at shutdown", executor.shutdownNow().size());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(Event event) {
    var about = event.getInvolvedObject();
    try (var ignored = MDC.putCloseable("app", about.getNamespace() + "/" + about.getName())) {
      client.resource(event).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        incrementCount(event);
      } else {
        LOG.debug("Failed to send an Event", e);
      }
    }
  }

  /** Increments the count of the existing Event of the same name. */
  private void incrementCount(Event event) {
    try {
      var existing = client.resource(event).get();
      if (existing != null) {
        client
            .resource(existing)
            .patch(
                PatchContext.of(PatchType.JSON_MERGE),
                Serialization.asJson(repeatPatch(existing, event)));
      }
    } catch (KubernetesClientException e) {
      LOG.debug("Failed to increment the count of an Event", e);
    }
  }

  private static Map<String, Object> repeatPatch(Event existing, Event event) {
    return Map.of(
        "count", Objects.requireNonNullElse(existing.getCount(), 1) + 1,
        "lastTimestamp", event.getLastTimestamp(),
        "message", event.getMessage());
  }

  private Event buildEvent(PatternedApp app, AppEvent event) {
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    var meta = app.getMetadata();
    return new EventBuilder()
        .withNewMetadata()
        .withName(
            meta.getName()
                + "."
                + ContentHash.compute(
                    List.of(
                        meta.getUid(),
                        event.type().name(),
                        event.reason(),
                        event.deduplicationKey())))
        .withNamespace(meta.getNamespace())
        .endMetadata()
        .withNewInvolvedObject()
        .withApiVersion(app.getApiVersion())
        .withKind(app.getKind())
        .withName(meta.getName())
        .withNamespace(meta.getNamespace())
        .withUid(meta.getUid())
        .endInvolvedObject()
        .withType(event.type().name())
        .withReason(event.reason())
        .withMessage(event.message())
        .withNewSource()
        .withComponent(ResourceNames.OPERATOR)
        .endSource()
        .withReportingComponent(ResourceNames.OPERATOR)
        .withReportingInstance(ResourceNames.OPERATOR)
        .withFirstTimestamp(now)
        .withLastTimestamp(now)
        .withCount(1)
        .build();
  }
}
