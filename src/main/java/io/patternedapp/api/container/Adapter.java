package io.patternedapp.api.container;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import io.patternedapp.api.workload.WorkloadKind;
import org.jspecify.annotations.Nullable;

/**
 * A helper that converts main's output into a standard format. By default it is a regular
 * container, since many adapters exit while main does not run. In a Job or CronJob it is a native
 * sidecar, since a regular container would prevent the Job from completing.
 */
@ValidationRule(
    value =
        "!has(self.metrics) || (has(self.ports) && self.ports.exists(p, "
            + "type(self.metrics.port) == int ? p.containerPort == self.metrics.port : "
            + "(has(p.name) && p.name == self.metrics.port)))",
    fieldPath = ".metrics",
    message =
        "metrics.port must refer to a port of the adapter: add it to the adapter's ports, or"
            + " use one of them")
public class Adapter extends Helper {

  private static final long serialVersionUID = 1L;

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonPropertyDescription(
      "Endpoint at which the adapter serves Prometheus metrics. If omitted, the Pod is"
          + " not marked for scraping.")
  private @Nullable MetricsEndpoint metrics;

  /** Returns the metrics endpoint of this adapter; null if there is none. */
  public @Nullable MetricsEndpoint getMetrics() {
    return metrics;
  }

  public void setMetrics(@Nullable MetricsEndpoint metrics) {
    this.metrics = metrics;
  }

  @Override
  protected HelperMode defaultMode(WorkloadKind kind) {
    return kind.runsToCompletion() ? HelperMode.Native : HelperMode.Regular;
  }
}
