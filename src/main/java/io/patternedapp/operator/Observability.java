package io.patternedapp.operator;

import io.javaoperatorsdk.operator.RegisteredController;
import io.javaoperatorsdk.operator.api.monitoring.AggregatedMetrics;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.operator.cache.AppIndex;
import io.patternedapp.operator.cache.ConditionStatuses;
import io.patternedapp.operator.health.Health;
import io.patternedapp.operator.health.InformerStatus;
import io.patternedapp.operator.health.ManagementServer;
import io.patternedapp.operator.leader.Leadership;
import io.patternedapp.operator.metrics.ApiRequestMetrics;
import io.patternedapp.operator.metrics.OperatorMetrics;
import io.patternedapp.operator.metrics.WorkqueueMetrics;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What can be seen of the operator from outside: its health and its metrics. */
final class Observability implements AutoCloseable {

  private static final String OPEN_METRICS = "application/openmetrics-text";
  private static final String OPEN_METRICS_TYPE = OPEN_METRICS + "; version=1.0.0; charset=utf-8";
  private static final String TEXT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final OperatorMetrics metrics;
  private final WorkqueueState workqueueState = new WorkqueueState(System::nanoTime);
  private final WorkqueueMetrics workqueueMetrics;
  private final ApiRequestMetrics requestMetrics;
  private final Health health;
  private final ScheduledExecutorService healthScheduler =
      Executors.newSingleThreadScheduledExecutor(Observability::newThread);
  private volatile @Nullable RegisteredController<PatternedApp> controller;
  private volatile @Nullable AppIndex appIndex;
  private @Nullable ManagementServer server;

  Observability(Leadership leadership, String version) {
    metrics = new OperatorMetrics(leadership, version);
    workqueueMetrics =
        new WorkqueueMetrics(
            metrics.registry(),
            workqueueState::depth,
            workqueueState::running,
            leadership,
            ReconcileOutcomeClassifier::classify,
            System::nanoTime);
    requestMetrics = new ApiRequestMetrics(metrics.registry());
    health =
        new Health(
            this::informerStatuses,
            workqueueState::stalledFor,
            workqueueState::longestRunningReconcile,
            System::nanoTime);
  }

  WorkqueueState workqueueState() {
    return workqueueState;
  }

  /** Returns the receiver of JOSDK's metrics callbacks. */
  Metrics reconcileMetrics() {
    // The order matters: only the first one times the execution of reconciles.
    return new AggregatedMetrics(List.of(workqueueMetrics, workqueueState));
  }

  ApiRequestMetrics requestMetrics() {
    return requestMetrics;
  }

  /** Opens the port, where one is wanted. */
  void startServer(@Nullable Integer port) {
    if (port == null) {
      return;
    }
    server =
        ManagementServer.start(
            port,
            Map.of(
                "/livez",
                    accept -> ManagementServer.Response.forFailures(health.livenessFailures()),
                "/readyz",
                    accept -> ManagementServer.Response.forFailures(health.readinessFailures()),
                "/metrics", this::scrapeMetrics));
  }

  /** From now on the informers count. */
  void startSampling(
      RegisteredController<PatternedApp> startedController, AppIndex startedAppIndex) {
    controller = startedController;
    appIndex = startedAppIndex;
    health.sample();
    healthScheduler.scheduleWithFixedDelay(health::sample, 1, 1, TimeUnit.SECONDS);
  }

  void markStopping() {
    health.markStopping();
  }

  /** The number of the port; null when there is none. */
  @Nullable Integer port() {
    return server == null ? null : server.port();
  }

  @Override
  public void close() {
    healthScheduler.shutdownNow();
    if (server != null) {
      server.close();
    }
    metrics.close();
  }

  private List<InformerStatus> informerStatuses() {
    var current = controller;
    return current == null ? List.of() : InformerStatuses.list(current);
  }

  private ManagementServer.Response scrapeMetrics(String accept) {
    var type = accept.contains(OPEN_METRICS) ? OPEN_METRICS_TYPE : TEXT_TYPE;
    return new ManagementServer.Response(
        HttpURLConnection.HTTP_OK, type, metrics.scrape(this::conditionStatuses, type));
  }

  private Stream<ConditionStatuses> conditionStatuses() {
    var current = appIndex;
    return current == null ? Stream.of() : current.conditionStatuses();
  }

  private static Thread newThread(Runnable task) {
    var thread = new Thread(task, "health");
    thread.setDaemon(true);
    return thread;
  }
}
