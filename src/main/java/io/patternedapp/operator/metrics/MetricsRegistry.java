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
import io.patternedapp.operator.cache.AppConditionStatuses;
import io.patternedapp.operator.leader.Leadership;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Owns the registry of all meters, and writes them in the formats of Prometheus. */
public final class MetricsRegistry implements AutoCloseable {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics gcMetrics = new JvmGcMetrics();
  private final AppGauges appGauges = new AppGauges(registry);
  private final Leadership leadership;
  private final String version;
  private boolean processMetersRegistered;

  /**
   * @param leadership the value of the leader gauge
   * @param version of the program
   */
  public MetricsRegistry(Leadership leadership, String version) {
    this.leadership = leadership;
    this.version = version;
    // Registered for some garbage collectors only, and only after a concurrent phase.
    registry.config().meterFilter(MeterFilter.denyNameStartsWith("jvm.gc.concurrent"));
  }

  /** Returns the registry for meters of other classes. */
  public MeterRegistry registry() {
    return registry;
  }

  /** Registers the meters of the process. Called by the first scrape, to keep startup fast. */
  private void registerProcessMeters() {
    Gauge.builder("patternedapp.build.info", () -> 1)
        .description("Always 1; the labels identify the build")
        .tag("version", version)
        .tag("java", System.getProperty("java.version", ""))
        .register(registry);
    Gauge.builder("patternedapp.leader", () -> leadership.isLeader() ? 1 : 0)
        .description("Whether this process is the leader")
        .register(registry);
    for (MeterBinder binder :
        List.of(
            new JvmMemoryMetrics(),
            gcMetrics,
            new JvmThreadMetrics(),
            new ProcessorMetrics(),
            new FileDescriptorMetrics(),
            new UptimeMetrics())) {
      binder.bindTo(registry);
    }
  }

  /**
   * Returns all metrics as text.
   *
   * @param conditionStatuses of each app in the cache
   * @param contentType a format of Prometheus
   */
  public String scrape(
      Supplier<Stream<AppConditionStatuses>> conditionStatuses, String contentType) {
    // Concurrent scrapes would update the same gauges.
    synchronized (appGauges) {
      if (!processMetersRegistered) {
        registerProcessMeters();
        processMetersRegistered = true;
      }
      appGauges.update(conditionStatuses.get());
      return registry.scrape(contentType);
    }
  }

  @Override
  public void close() {
    gcMetrics.close();
    registry.close();
  }
}
