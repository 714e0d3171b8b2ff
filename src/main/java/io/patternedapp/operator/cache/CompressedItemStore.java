package io.patternedapp.operator.cache;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an informer keeps of objects: of each what the operator reads of it, packed. */
public class CompressedItemStore<T extends HasMetadata> implements ItemStore<T> {

  private final Map<String, CompressedResource<T>> compressedResources = new ConcurrentHashMap<>();
  private final Class<T> kind;
  private final UnaryOperator<T> projection;
  private final ResourceCompressor compressor;

  /**
   * Empty.
   *
   * @param projection what is kept of an object
   */
  public CompressedItemStore(
      Class<T> kind, UnaryOperator<T> projection, ResourceCompressor compressor) {
    this.kind = kind;
    this.projection = projection;
    this.compressor = compressor;
  }

  /** Whether an object is there; reads none. */
  boolean contains(String key) {
    return compressedResources.containsKey(key);
  }

  @Override
  public String getKey(T object) {
    return Cache.metaNamespaceKeyFunc(object);
  }

  @Override
  public @Nullable T put(String key, T object) {
    internNames(object.getMetadata());
    return decompress(
        compressedResources.put(
            key, new CompressedResource<>(projection.apply(object), compressor)));
  }

  @Override
  public @Nullable T remove(String key) {
    return decompress(compressedResources.remove(key));
  }

  @Override
  public @Nullable T get(String key) {
    return decompress(compressedResources.get(key));
  }

  @Override
  public Stream<String> keySet() {
    return compressedResources.keySet().stream();
  }

  /**
   * The metadata of each object and no more: after a list the informer asks for all at once, to see
   * which are gone, and all whole would take what is saved here.
   */
  @Override
  public Stream<T> values() {
    return compressedResources.values().stream()
        .map(compressed -> compressed.decompressMetadata(kind, compressor));
  }

  @Override
  public int size() {
    return compressedResources.size();
  }

  /** The informer tells of each object as it comes; else it would ask for all after the last. */
  @Override
  public boolean isFullState() {
    return false;
  }

  /** The SDK keeps the names of an object in several places, and namespaces have many objects. */
  private static void internNames(ObjectMeta meta) {
    meta.setName(meta.getName().intern());
    if (meta.getNamespace() != null) {
      meta.setNamespace(meta.getNamespace().intern());
    }
  }

  private @Nullable T decompress(@Nullable CompressedResource<T> compressed) {
    return compressed == null ? null : compressed.getOrDecompress(kind, compressor);
  }
}
