package io.patternedapp.cli.demo;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.PatternedAppStatus;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Watches all PatternedApps and queues each update. */
final class AppWatcher implements AutoCloseable {

  private final BlockingQueue<PatternedApp> updates = new LinkedBlockingQueue<>();
  private final SharedIndexInformer<PatternedApp> informer;

  AppWatcher(KubernetesClient client) {
    informer =
        client.resources(PatternedApp.class).inAnyNamespace().inform(new EnqueueingHandler());
  }

  /** Returns the next update of any app; empty if none arrives within the timeout. */
  Optional<PatternedApp> poll(Duration timeout) throws InterruptedException {
    return Optional.ofNullable(updates.poll(timeout.toNanos(), TimeUnit.NANOSECONDS));
  }

  /**
   * Returns whether the operator has finished with that generation of the app: it is applied,
   * invalid or stalled.
   */
  static boolean hasTerminalStatus(PatternedApp app, long generation) {
    var status = app.getStatus();
    return status != null
        && Objects.requireNonNullElse(status.observedGeneration(), 0L) >= generation
        && (hasCondition(status, "Applied", "True")
            || hasCondition(status, "Accepted", "False")
            || hasCondition(status, "Stalled", "True"));
  }

  /** Returns whether the operator has applied the app. */
  static boolean isApplied(PatternedApp app) {
    return app.getStatus() != null && hasCondition(app.getStatus(), "Applied", "True");
  }

  private static boolean hasCondition(PatternedAppStatus status, String type, String value) {
    return status.condition(type).filter(c -> value.equals(c.getStatus())).isPresent();
  }

  @Override
  public void close() {
    informer.close();
  }

  private final class EnqueueingHandler implements ResourceEventHandler<PatternedApp> {

    @Override
    public void onAdd(PatternedApp app) {
      updates.add(app);
    }

    @Override
    public void onUpdate(PatternedApp before, PatternedApp app) {
      updates.add(app);
    }

    @Override
    public void onDelete(PatternedApp app, boolean stateUnknown) {}
  }
}
