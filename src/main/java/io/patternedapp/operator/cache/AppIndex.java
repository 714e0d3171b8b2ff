package io.patternedapp.operator.cache;

import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import io.patternedapp.api.PatternedApp;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The names and condition statuses of all cached PatternedApps, in all watched namespaces. {@link
 * IndexedAppStore}s write it, so that metrics and filters do not decompress apps.
 */
public final class AppIndex {

  private final Map<String, AppConditionStatuses> statusesByKey = new ConcurrentHashMap<>();

  /** Each distinct value once, because most apps have the same. */
  private final Map<AppConditionStatuses, AppConditionStatuses> internedStatuses =
      new ConcurrentHashMap<>();

  void put(String key, PatternedApp app) {
    statusesByKey.put(
        key, internedStatuses.computeIfAbsent(AppConditionStatuses.forApp(app), status -> status));
  }

  void remove(String key) {
    statusesByKey.remove(key);
  }

  public boolean contains(ResourceID id) {
    return statusesByKey.containsKey(
        Cache.namespaceKeyFunc(id.getNamespace().orElse(null), id.getName()));
  }

  public Stream<ResourceID> ids() {
    return statusesByKey.keySet().stream().map(Mappers::fromString);
  }

  /** Returns the condition statuses of each app, for metrics. */
  public Stream<AppConditionStatuses> conditionStatuses() {
    return statusesByKey.values().stream();
  }
}
