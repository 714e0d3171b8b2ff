package io.patternedapp.api.monitoring;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Selects the Pods and the endpoints that Prometheus scrapes.
 *
 * @param selector selector of the Pods
 * @param podMetricsEndpoints endpoints of the Pods
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record PodMonitorSpec(
    @Nullable LabelSelector selector, @Nullable List<Endpoint> podMetricsEndpoints) {

  /**
   * A metrics endpoint of a Pod.
   *
   * @param port name of the port; null if portNumber is set
   * @param portNumber number of the port; null if port is set
   * @param path HTTP path
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Endpoint(
      @Nullable String port, @Nullable Integer portNumber, @Nullable String path) {}
}
