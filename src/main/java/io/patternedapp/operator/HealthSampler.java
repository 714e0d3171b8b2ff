package io.patternedapp.operator;

import io.javaoperatorsdk.operator.RegisteredController;
import io.patternedapp.operator.concurrent.BackgroundScheduler;
import io.patternedapp.operator.health.Health;
import io.patternedapp.operator.health.InformerStatus;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Samples the controller's informers once a second for the health checks. */
final class HealthSampler {

  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final Health health;
  private volatile @Nullable RegisteredController<?> controller;

  HealthSampler(WorkqueueState workqueue) {
    health =
        new Health(
            this::informerStatuses,
            workqueue::stalledFor,
            workqueue::longestRunningReconcile,
            System::nanoTime);
  }

  Health health() {
    return health;
  }

  /** Takes the first sample, and schedules the others until the scheduler is closed. */
  void start(RegisteredController<?> startedController, BackgroundScheduler scheduler) {
    controller = startedController;
    health.sample();
    scheduler.scheduleWithFixedDelay("sample health", health::sample, INTERVAL);
  }

  private List<InformerStatus> informerStatuses() {
    var current = controller;
    return current == null ? List.of() : InformerStatuses.list(current);
  }
}
