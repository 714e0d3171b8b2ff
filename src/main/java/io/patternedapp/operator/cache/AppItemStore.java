package io.patternedapp.operator.cache;

import io.patternedapp.api.PatternedApp;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps apps, and what the metrics tell of each, for which none is read. */
final class AppItemStore extends CompressedItemStore<PatternedApp> {

  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private final Map<String, ConditionStatuses> conditionStatuses = new ConcurrentHashMap<>();

  /** Each state once, however many apps are in it. */
  private final Map<ConditionStatuses, ConditionStatuses> internedStatuses =
      new ConcurrentHashMap<>();

  AppItemStore(ResourceCompressor compressor) {
    super(PatternedApp.class, AppItemStore::trim, compressor);
  }

  Stream<ConditionStatuses> conditionStatuses() {
    return conditionStatuses.values().stream();
  }

  @Override
  public @Nullable PatternedApp put(String key, PatternedApp app) {
    conditionStatuses.put(
        key, internedStatuses.computeIfAbsent(ConditionStatuses.forApp(app), state -> state));
    return super.put(key, app);
  }

  @Override
  public @Nullable PatternedApp remove(String key) {
    conditionStatuses.remove(key);
    return super.remove(key);
  }

  private static PatternedApp trim(PatternedApp app) {
    app.getMetadata().setManagedFields(List.of());
    app.getMetadata().getAnnotations().remove(LAST_APPLIED);
    return app;
  }
}
