package io.patternedapp.operator;

import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.operator.metrics.AppState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an informer keeps of apps: all that the operator reads of them, packed. */
final class PackedApps implements ItemStore<PatternedApp> {

  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

  private final Map<String, PackedApp> apps = new ConcurrentHashMap<>();

  /** Each state once, however many apps are in it. */
  private final Map<AppState, AppState> states = new ConcurrentHashMap<>();

  private final KubernetesSerialization serialization;

  /**
   * No apps yet.
   *
   * @param serialization knows apps
   */
  PackedApps(KubernetesSerialization serialization) {
    this.serialization = serialization;
  }

  /** The key of an app of that name. */
  static String key(@Nullable String namespace, String name) {
    return Cache.namespaceKeyFunc(namespace, name);
  }

  boolean contains(String key) {
    return apps.containsKey(key);
  }

  /** What the metrics tell of each app. */
  Stream<AppState> states() {
    return apps.values().stream().map(PackedApp::state);
  }

  @Override
  public String getKey(PatternedApp app) {
    return Cache.metaNamespaceKeyFunc(app);
  }

  @Override
  public @Nullable PatternedApp put(String key, PatternedApp app) {
    dropUnread(app);
    var state = states.computeIfAbsent(AppState.of(app), shared -> shared);
    return unpacked(apps.put(key, new PackedApp(app, state, serialization)));
  }

  @Override
  public @Nullable PatternedApp remove(String key) {
    return unpacked(apps.remove(key));
  }

  @Override
  public @Nullable PatternedApp get(String key) {
    return unpacked(apps.get(key));
  }

  @Override
  public Stream<String> keySet() {
    return apps.keySet().stream();
  }

  /**
   * The metadata of each app: after a list the informer asks for all at once, to see which are
   * gone, and all whole would take what is saved here.
   */
  @Override
  public Stream<PatternedApp> values() {
    return apps.values().stream().map(app -> app.head(serialization));
  }

  @Override
  public int size() {
    return apps.size();
  }

  /** The informer tells of each app as it comes, not after the last, when it would ask for all. */
  @Override
  public boolean isFullState() {
    return false;
  }

  private @Nullable PatternedApp unpacked(@Nullable PackedApp packed) {
    return packed == null ? null : packed.app(serialization);
  }

  private static void dropUnread(PatternedApp app) {
    app.getMetadata().setManagedFields(List.of());
    app.getMetadata().getAnnotations().remove(LAST_APPLIED);
  }
}
