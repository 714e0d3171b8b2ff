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
import io.patternedapp.operator.cache.ConditionStatuses;
import io.patternedapp.operator.leader.Leadership;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** All meters of the operator, and how Prometheus reads them. */
public final class OperatorMetrics implements AutoCloseable {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics gcMetrics = new JvmGcMetrics();
  private final AppGauges appGauges = new AppGauges(registry);
  private final Leadership leadership;
  private final String version;
  private boolean processMetersRegistered;

  /**
   * Meters of a process.
   *
   * @param version of the program
   */
  public OperatorMetrics(Leadership leadership, String version) {
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
  private void registerProcessMeters() {
    Gauge.builder("patternedapp.build.info", () -> 1)
        .description("Always 1; the labels say what runs")
        .tag("version", version)
        .tag("java", System.getProperty("java.version", ""))
        .register(registry);
    Gauge.builder("patternedapp.leader", () -> leadership.isLeader() ? 1 : 0)
        .description("Whether this process works, or else stands by")
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
   * What Prometheus reads.
   *
   * @param conditionStatuses the state of each app that the cache has
   * @param contentType one that Prometheus understands
   */
  public String scrape(Supplier<Stream<ConditionStatuses>> conditionStatuses, String contentType) {
    // One at a time: two would count apps into the same gauges.
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
