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

/** Watches all PatternedApps and hands out each state in turn. */
final class AppWatch implements AutoCloseable {

  private final BlockingQueue<PatternedApp> states = new LinkedBlockingQueue<>();
  private final SharedIndexInformer<PatternedApp> informer;

  AppWatch(KubernetesClient client) {
    informer = client.resources(PatternedApp.class).inAnyNamespace().inform(new IntoQueue());
  }

  /** The next state of any app; empty when there is none for so long. */
  Optional<PatternedApp> next(Duration atMost) throws InterruptedException {
    return Optional.ofNullable(states.poll(atMost.toNanos(), TimeUnit.NANOSECONDS));
  }

  /** Whether the operator has done with that generation of the app what it can. */
  static boolean isSettled(PatternedApp app, long generation) {
    var status = app.getStatus();
    return status != null
        && Objects.requireNonNullElse(status.observedGeneration(), 0L) >= generation
        && (is(status, "Applied", "True")
            || is(status, "Accepted", "False")
            || is(status, "Stalled", "True"));
  }

  /** Whether the operator has made of the app what it asks for. */
  static boolean isApplied(PatternedApp app) {
    return app.getStatus() != null && is(app.getStatus(), "Applied", "True");
  }

  private static boolean is(PatternedAppStatus status, String type, String value) {
    return status.condition(type).filter(c -> value.equals(c.getStatus())).isPresent();
  }

  @Override
  public void close() {
    informer.close();
  }

  private final class IntoQueue implements ResourceEventHandler<PatternedApp> {

    @Override
    public void onAdd(PatternedApp app) {
      states.add(app);
    }

    @Override
    public void onUpdate(PatternedApp before, PatternedApp app) {
      states.add(app);
    }

    @Override
    public void onDelete(PatternedApp app, boolean stateUnknown) {}
  }
}
