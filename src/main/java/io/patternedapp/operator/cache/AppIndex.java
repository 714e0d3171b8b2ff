package io.patternedapp.operator.cache;

import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import io.patternedapp.api.PatternedApp;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** The apps of all watched namespaces, as far as it takes no reading of them. */
public final class AppIndex {

  private final List<AppItemStore> stores = new CopyOnWriteArrayList<>();
  private final ResourceCompressor compressor;

  /**
   * None yet.
   *
   * @param compressor compresses the apps of all stores
   */
  public AppIndex(ResourceCompressor compressor) {
    this.compressor = compressor;
  }

  /** A store for an informer; what that puts there is known. */
  public ItemStore<PatternedApp> createStore() {
    var store = new AppItemStore(compressor);
    stores.add(store);
    return store;
  }

  public boolean contains(ResourceID id) {
    var key = Cache.namespaceKeyFunc(id.getNamespace().orElse(null), id.getName());
    return stores.stream().anyMatch(store -> store.contains(key));
  }

  public Stream<ResourceID> ids() {
    return stores.stream().flatMap(AppItemStore::keySet).map(Mappers::fromString);
  }

  /** What the metrics tell of each. */
  public Stream<ConditionStatuses> conditionStatuses() {
    return stores.stream().flatMap(AppItemStore::conditionStatuses);
  }
}
