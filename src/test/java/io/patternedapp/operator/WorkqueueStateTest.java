package io.patternedapp.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WorkqueueStateTest {

  private static final Map<String, Object> NONE = Map.of();

  private long now = Duration.ofDays(1).toNanos();
  private final WorkqueueState queue = new WorkqueueState(() -> now);

  @Test
  void queueDepthAndRunningReconcilesAreCounted() {
    queue.reconcileCustomResource(app("a"), null, NONE);
    queue.reconcileCustomResource(app("b"), null, NONE);
    queue.reconciliationExecutionStarted(app("a"), NONE);

    assertThat(queue.depth()).isEqualTo(1);
    assertThat(queue.running()).isEqualTo(1);

    queue.reconciliationExecutionFinished(app("a"), NONE);
    // Deleted while it was queued: it finishes without having started.
    queue.reconciliationExecutionFinished(app("b"), NONE);

    assertThat(queue.depth()).isZero();
    assertThat(queue.running()).isZero();
  }

  @Test
  void queueIsStalledWhenWorkWaitsAndNothingProgresses() {
    advanceSeconds(1000);
    assertThat(queue.stalledFor()).isZero();

    queue.reconcileCustomResource(app("a"), null, NONE);
    advanceSeconds(10);
    queue.reconcileCustomResource(app("b"), null, NONE);
    assertThat(queue.stalledFor()).isEqualTo(Duration.ofSeconds(10));

    queue.reconciliationExecutionStarted(app("a"), NONE);
    assertThat(queue.stalledFor()).isZero();
    advanceSeconds(7);
    assertThat(queue.stalledFor()).isEqualTo(Duration.ofSeconds(7));
    assertThat(queue.longestRunningReconcile()).isEqualTo(Duration.ofSeconds(7));

    queue.reconciliationExecutionFinished(app("a"), NONE);
    queue.cleanupDoneFor(new ResourceID("b", "n"), NONE);
    advanceSeconds(1000);
    assertThat(queue.stalledFor()).isZero();
    assertThat(queue.longestRunningReconcile()).isZero();
  }

  private void advanceSeconds(long seconds) {
    now += TimeUnit.SECONDS.toNanos(seconds);
  }

  private static ConfigMap app(String name) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace("n")
        .withName(name)
        .endMetadata()
        .build();
  }
}
