package io.patternedapp.operator.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.patternedapp.operator.leader.Leadership;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** All meters of the operator, and how Prometheus reads them. */
public final class Telemetry implements AutoCloseable {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics gc = new JvmGcMetrics();
  private final AppGauges apps = new AppGauges(registry);
  private final Leadership leadership;
  private final String version;
  private boolean described;

  /**
   * Meters of a process.
   *
   * @param version of the program
   */
  public Telemetry(Leadership leadership, String version) {
    this.leadership = leadership;
    this.version = version;
    // There with some collectors only, and only sometimes.
    registry.config().meterFilter(MeterFilter.denyNameStartsWith("jvm.gc.concurrent"));
  }

  /** Where others register their meters. */
  public MeterRegistry registry() {
    return registry;
  }

  /** Adds the meters of the process as such: only now, since they cost time at the start. */
  private void describe() {
    Gauge.builder("patternedapp.build.info", () -> 1)
        .description("Always 1; the labels say what runs")
        .tag("version", version)
        .tag("java", System.getProperty("java.version", ""))
        .register(registry);
    Gauge.builder("patternedapp.leader", () -> leadership.holds() ? 1 : 0)
        .description("Whether this process works, or else stands by")
        .register(registry);
    for (MeterBinder binder :
        List.of(
            new JvmMemoryMetrics(),
            gc,
            new JvmThreadMetrics(),
            new ProcessorMetrics(),
            new FileDescriptorMetrics(),
            new UptimeMetrics())) {
      binder.bindTo(registry);
    }
  }

  /**
   * What Prometheus reads.
   *
   * @param known the state of each app that the cache has
   * @param contentType one that Prometheus understands
   */
  public String scrape(Supplier<Stream<AppState>> known, String contentType) {
    // One at a time: two would count apps into the same gauges.
    synchronized (apps) {
      if (!described) {
        describe();
        described = true;
      }
      apps.update(known.get());
      return registry.scrape(contentType);
    }
  }

  @Override
  public void close() {
    gc.close();
    registry.close();
  }
}
