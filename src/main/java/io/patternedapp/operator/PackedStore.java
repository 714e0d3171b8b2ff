package io.patternedapp.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an informer keeps of objects: of each what the operator reads of it, packed. */
class PackedStore<T extends HasMetadata> implements ItemStore<T> {

  private final Map<String, Packed<T>> objects = new ConcurrentHashMap<>();
  private final Class<T> kind;
  private final UnaryOperator<T> kept;
  private final KubernetesSerialization serialization;

  /**
   * Empty.
   *
   * @param kept what is kept of an object
   * @param serialization knows that kind
   */
  PackedStore(Class<T> kind, UnaryOperator<T> kept, KubernetesSerialization serialization) {
    this.kind = kind;
    this.kept = kept;
    this.serialization = serialization;
  }

  /** Whether an object is there; reads none. */
  boolean contains(String key) {
    return objects.containsKey(key);
  }

  @Override
  public String getKey(T object) {
    return Cache.metaNamespaceKeyFunc(object);
  }

  @Override
  public @Nullable T put(String key, T object) {
    shareNames(object.getMetadata());
    return unpacked(objects.put(key, new Packed<>(kept.apply(object), serialization)));
  }

  @Override
  public @Nullable T remove(String key) {
    return unpacked(objects.remove(key));
  }

  @Override
  public @Nullable T get(String key) {
    return unpacked(objects.get(key));
  }

  @Override
  public Stream<String> keySet() {
    return objects.keySet().stream();
  }

  /**
   * The metadata of each object and no more: after a list the informer asks for all at once, to see
   * which are gone, and all whole would take what is saved here.
   */
  @Override
  public Stream<T> values() {
    return objects.values().stream().map(this::withMetadataOnly);
  }

  @Override
  public int size() {
    return objects.size();
  }

  /** The informer tells of each object as it comes; else it would ask for all after the last. */
  @Override
  public boolean isFullState() {
    return false;
  }

  /** The SDK keeps the names of an object in several places, and namespaces have many objects. */
  private static void shareNames(ObjectMeta meta) {
    meta.setName(meta.getName().intern());
    if (meta.getNamespace() != null) {
      meta.setNamespace(meta.getNamespace().intern());
    }
  }

  private @Nullable T unpacked(@Nullable Packed<T> packed) {
    return packed == null ? null : packed.object(kind, serialization);
  }

  private T withMetadataOnly(Packed<T> packed) {
    var object = serialization.convertValue(Map.of(), kind);
    object.setMetadata(packed.metadata(serialization));
    return object;
  }
}
