package io.patternedapp.api.container;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.IntOrString;
import org.jspecify.annotations.Nullable;

/**
 * The endpoint at which an adapter serves Prometheus metrics.
 *
 * @param port name or number of the adapter's port that serves the metrics
 * @param path HTTP path of the metrics; defaults to /metrics
 * @param monitor how Prometheus discovers the endpoint; defaults to Annotations
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MetricsEndpoint(
    @Required
        @JsonPropertyDescription("Name or number of the adapter's port that serves the metrics.")
        IntOrString port,
    @JsonPropertyDescription("HTTP path of the metrics. Defaults to /metrics.") @Size(max = 256)
        @Nullable String path,
    @JsonPropertyDescription(
            "How Prometheus discovers the endpoint. Annotations (default): the annotations"
                + " prometheus.io/scrape, port and path of the Pods. They hold a single port, so"
                + " only one adapter can use them. PodMonitor: a PodMonitor with the name of the"
                + " app and an endpoint for each such adapter. Requires the Prometheus operator,"
                + " which selects PodMonitors by label (see spec.labels). None: no discovery.")
        @Nullable ScrapeDiscovery monitor) {

  /** Returns the HTTP path, or its default. */
  public String pathOrDefault() {
    return path == null ? "/metrics" : path;
  }

  /** Returns how Prometheus discovers the endpoint, or the default. */
  public ScrapeDiscovery monitorOrDefault() {
    return monitor == null ? ScrapeDiscovery.Annotations : monitor;
  }
}
