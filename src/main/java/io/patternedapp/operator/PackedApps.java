package io.patternedapp.operator;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.operator.metrics.AppState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps apps, and what the metrics tell of each, for which none is read. */
final class PackedApps extends PackedStore<PatternedApp> {

  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private final Map<String, AppState> states = new ConcurrentHashMap<>();

  /** Each state once, however many apps are in it. */
  private final Map<AppState, AppState> shared = new ConcurrentHashMap<>();

  PackedApps(KubernetesSerialization serialization) {
    super(PatternedApp.class, PackedApps::withoutUnread, serialization);
  }

  Stream<AppState> states() {
    return states.values().stream();
  }

  @Override
  public @Nullable PatternedApp put(String key, PatternedApp app) {
    states.put(key, shared.computeIfAbsent(AppState.of(app), state -> state));
    return super.put(key, app);
  }

  @Override
  public @Nullable PatternedApp remove(String key) {
    states.remove(key);
    return super.remove(key);
  }

  private static PatternedApp withoutUnread(PatternedApp app) {
    app.getMetadata().setManagedFields(List.of());
    app.getMetadata().getAnnotations().remove(LAST_APPLIED);
    return app;
  }
}
