package io.patternedapp.operator;

import io.javaoperatorsdk.operator.RegisteredController;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.operator.health.Health;
import io.patternedapp.operator.health.HttpPort;
import io.patternedapp.operator.health.Watch;
import io.patternedapp.operator.leader.Leadership;
import io.patternedapp.operator.metrics.ApiRequests;
import io.patternedapp.operator.metrics.AppState;
import io.patternedapp.operator.metrics.Telemetry;
import io.patternedapp.operator.metrics.Workqueue;
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

  private final Telemetry telemetry;
  private final Workqueue workqueue;
  private final ApiRequests requests;
  private final Health health;
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(Observability::thread);
  private volatile @Nullable RegisteredController<PatternedApp> controller;
  private volatile @Nullable KnownApps apps;
  private @Nullable HttpPort port;

  Observability(Leadership leadership, String version) {
    telemetry = new Telemetry(leadership, version);
    workqueue = new Workqueue(telemetry.registry(), leadership, Results::of, System::nanoTime);
    requests = new ApiRequests(telemetry.registry());
    health =
        new Health(this::watches, workqueue::stuckFor, workqueue::longestRun, System::nanoTime);
  }

  Workqueue workqueue() {
    return workqueue;
  }

  ApiRequests requests() {
    return requests;
  }

  /** Opens the port, where one is wanted. */
  void open(@Nullable Integer wanted) {
    if (wanted == null) {
      return;
    }
    port =
        HttpPort.open(
            wanted,
            Map.of(
                "/livez", accept -> HttpPort.Answer.of(health.dead()),
                "/readyz", accept -> HttpPort.Answer.of(health.notReady()),
                "/metrics", this::metrics));
  }

  /** From now on the informers count. */
  void started(RegisteredController<PatternedApp> started, KnownApps known) {
    controller = started;
    apps = known;
    health.look();
    looks.scheduleWithFixedDelay(health::look, 1, 1, TimeUnit.SECONDS);
  }

  void closing() {
    health.closing();
  }

  /** The number of the port; null when there is none. */
  @Nullable Integer portNumber() {
    return port == null ? null : port.number();
  }

  @Override
  public void close() {
    looks.shutdownNow();
    if (port != null) {
      port.close();
    }
    telemetry.close();
  }

  private List<Watch> watches() {
    var current = controller;
    return current == null ? List.of() : Informers.of(current);
  }

  private HttpPort.Answer metrics(String accept) {
    var type = accept.contains(OPEN_METRICS) ? OPEN_METRICS_TYPE : TEXT_TYPE;
    return new HttpPort.Answer(HttpURLConnection.HTTP_OK, type, telemetry.scrape(this::apps, type));
  }

  private Stream<AppState> apps() {
    var current = apps;
    return current == null ? Stream.of() : current.states();
  }

  private static Thread thread(Runnable task) {
    var thread = new Thread(task, "health");
    thread.setDaemon(true);
    return thread;
  }
}
