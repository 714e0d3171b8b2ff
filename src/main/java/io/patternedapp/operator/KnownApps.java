package io.patternedapp.operator;

import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.operator.metrics.AppState;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** The apps of all watched namespaces, as far as it takes no reading of them. */
final class KnownApps {

  private final List<PackedApps> stores = new CopyOnWriteArrayList<>();
  private final KubernetesSerialization serialization;

  /**
   * None yet.
   *
   * @param serialization knows apps
   */
  KnownApps(KubernetesSerialization serialization) {
    this.serialization = serialization;
  }

  /** A store for an informer; what that puts there is known. */
  ItemStore<PatternedApp> newStore() {
    var store = new PackedApps(serialization);
    stores.add(store);
    return store;
  }

  boolean contains(ResourceID id) {
    var key = Cache.namespaceKeyFunc(id.getNamespace().orElse(null), id.getName());
    return stores.stream().anyMatch(store -> store.contains(key));
  }

  Stream<ResourceID> ids() {
    return stores.stream().flatMap(PackedApps::keySet).map(Mappers::fromString);
  }

  /** What the metrics tell of each. */
  Stream<AppState> states() {
    return stores.stream().flatMap(PackedApps::states);
  }
}
