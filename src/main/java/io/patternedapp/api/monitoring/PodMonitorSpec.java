package io.patternedapp.api.monitoring;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which Pods are scraped, and where.
 *
 * @param selector labels of the Pods
 * @param podMetricsEndpoints where they serve metrics
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record PodMonitorSpec(
    @Nullable LabelSelector selector, @Nullable List<Endpoint> podMetricsEndpoints) {

  /**
   * One place of metrics.
   *
   * @param port the port's name; null when the number is given
   * @param portNumber the port's number; null when the name is given
   * @param path the HTTP path
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Endpoint(
      @Nullable String port, @Nullable Integer portNumber, @Nullable String path) {}
}
