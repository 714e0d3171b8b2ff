package io.patternedapp.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.javaoperatorsdk.operator.api.monitoring.Metrics.ControllerExecution;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WorkqueueMetricsTest {

  private static final Map<String, Object> NONE = Map.of();

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private boolean leading = true;
  private long now = Duration.ofDays(1).toNanos();
  private final ReconcileMetrics metrics =
      new ReconcileMetrics(
          registry, () -> 3, () -> 2, () -> leading, e -> ReconcileOutcome.CONFLICT, () -> now);

  @Test
  void gaugesShowQueueDepthAndRunningReconciles() {
    assertThat(gauge("patternedapp.workqueue.depth")).isEqualTo(3);
    assertThat(gauge("patternedapp.workqueue.running")).isEqualTo(2);
  }

  @Test
  void queueLatencyRunsFromFirstEventToReconcileStart() {
    metrics.receivedEvent(event("a"), NONE);
    advanceSeconds(2);
    metrics.receivedEvent(event("a"), NONE);
    advanceSeconds(1);
    metrics.reconciliationExecutionStarted(app("a"), NONE);

    var latency = registry.get("patternedapp.workqueue.latency").timer();
    assertThat(latency.count()).isEqualTo(1);
    assertThat(latency.totalTime(TimeUnit.SECONDS)).isEqualTo(3);
  }

  @Test
  void reconcileDurationIsRecordedByResult() throws Exception {
    assertThat(metrics.timeControllerExecution(execution(() -> "done"))).isEqualTo("done");
    assertThatThrownBy(
            () ->
                metrics.timeControllerExecution(
                    execution(
                        () -> {
                          throw new IllegalStateException("changed");
                        })))
        .hasMessage("changed");

    assertThat(count("success")).isEqualTo(1);
    assertThat(count("conflict")).isEqualTo(1);
    assertThat(count("error")).isZero();
  }

  @Test
  void standbyReplicaRecordsNoMetrics() throws Exception {
    leading = false;
    metrics.receivedEvent(event("a"), NONE);
    metrics.reconciliationExecutionStarted(app("a"), NONE);
    metrics.timeControllerExecution(execution(() -> "nothing"));

    assertThat(count("success")).isZero();
    assertThat(registry.get("patternedapp.workqueue.latency").timer().count()).isZero();
  }

  private void advanceSeconds(long seconds) {
    now += TimeUnit.SECONDS.toNanos(seconds);
  }

  private double gauge(String name) {
    return registry.get(name).gauge().value();
  }

  private long count(String result) {
    return registry.get("patternedapp.reconcile.duration").tag("result", result).timer().count();
  }

  private static Event event(String name) {
    return new Event(new ResourceID(name, "n"));
  }

  private static ConfigMap app(String name) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace("n")
        .withName(name)
        .endMetadata()
        .build();
  }

  private interface Body {
    String run();
  }

  private static ControllerExecution<String> execution(Body body) {
    return new ControllerExecution<>() {
      @Override
      public String name() {
        return "reconcile";
      }

      @Override
      public String controllerName() {
        return "test";
      }

      @Override
      public String successTypeName(String result) {
        return result;
      }

      @Override
      public ResourceID resourceID() {
        return new ResourceID("a", "n");
      }

      @Override
      public Map<String, Object> metadata() {
        return NONE;
      }

      @Override
      public String execute() {
        return body.run();
      }
    };
  }
}
