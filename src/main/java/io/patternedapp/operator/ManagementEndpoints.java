package io.patternedapp.operator;

import io.patternedapp.operator.cache.AppIndex;
import io.patternedapp.operator.health.Health;
import io.patternedapp.operator.health.ManagementServer;
import io.patternedapp.operator.metrics.MetricsRegistry;
import java.net.HttpURLConnection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Serves {@code /livez}, {@code /readyz} and {@code /metrics}. */
final class ManagementEndpoints implements AutoCloseable {

  private static final String OPEN_METRICS = "application/openmetrics-text";
  private static final String OPEN_METRICS_TYPE = OPEN_METRICS + "; version=1.0.0; charset=utf-8";
  private static final String TEXT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final Health health;
  private final MetricsRegistry metrics;
  private @Nullable ManagementServer server;

  ManagementEndpoints(Health health, MetricsRegistry metrics) {
    this.health = health;
    this.metrics = metrics;
  }

  /**
   * Starts the server.
   *
   * @param port 0 selects a free port
   * @param appIndex the apps that the metrics count
   */
  void start(int port, AppIndex appIndex) {
    server =
        ManagementServer.start(
            port,
            Map.of(
                "/livez",
                accept -> ManagementServer.Response.forFailures(health.livenessFailures()),
                "/readyz",
                accept -> ManagementServer.Response.forFailures(health.readinessFailures()),
                "/metrics",
                accept -> scrapeMetrics(accept, appIndex)));
  }

  /** Returns the port that the server listens on; null when it is not started. */
  @Nullable Integer port() {
    return server == null ? null : server.port();
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
  }

  private ManagementServer.Response scrapeMetrics(String accept, AppIndex appIndex) {
    var type = accept.contains(OPEN_METRICS) ? OPEN_METRICS_TYPE : TEXT_TYPE;
    return new ManagementServer.Response(
        HttpURLConnection.HTTP_OK, type, metrics.scrape(appIndex::conditionStatuses, type));
  }
}
