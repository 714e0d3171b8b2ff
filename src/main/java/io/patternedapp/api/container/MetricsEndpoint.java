package io.patternedapp.api.container;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.IntOrString;
import org.jspecify.annotations.Nullable;

/**
 * Where an adapter serves Prometheus metrics.
 *
 * @param port name or number of a port that the adapter declares
 * @param path the HTTP path; /metrics when not written
 * @param monitor how a Prometheus finds them; Annotations when not written
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MetricsEndpoint(
    @Required
        @JsonPropertyDescription("Name or number of the port, one of the adapter's own ports.")
        IntOrString port,
    @JsonPropertyDescription("The HTTP path. Default /metrics.") @Size(max = 256)
        @Nullable String path,
    @JsonPropertyDescription(
            "Annotations (default): prometheus.io/scrape, port and path on the Pods; they hold one"
                + " port, so only one adapter can use them. PodMonitor: a PodMonitor of the app's name"
                + " with an endpoint for each adapter that says so; it needs the Prometheus"
                + " operator, which picks PodMonitors by their labels (spec.labels). None: nothing is"
                + " added.")
        @Nullable ScrapeDiscovery monitor) {

  /** The HTTP path, the default applied. */
  public String pathOrDefault() {
    return path == null ? "/metrics" : path;
  }

  /** How a Prometheus finds the metrics, the default applied. */
  public ScrapeDiscovery monitorOrDefault() {
    return monitor == null ? ScrapeDiscovery.Annotations : monitor;
  }
}
