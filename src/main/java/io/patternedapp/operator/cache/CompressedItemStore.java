package io.patternedapp.operator.cache;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An informer's store that keeps each object as a {@link CompressedResource}. */
public class CompressedItemStore<T extends HasMetadata> implements ItemStore<T> {

  private final Map<String, CompressedResource<T>> compressedResources = new ConcurrentHashMap<>();
  private final Class<T> kind;
  private final ResourceCompressor compressor;

  /** Creates an empty store. */
  public CompressedItemStore(Class<T> kind, ResourceCompressor compressor) {
    this.kind = kind;
    this.compressor = compressor;
  }

  @Override
  public String getKey(T object) {
    return Cache.metaNamespaceKeyFunc(object);
  }

  @Override
  public @Nullable T put(String key, T object) {
    return decompress(compressedResources.put(key, new CompressedResource<>(object, compressor)));
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
   * Returns objects that have metadata only. After a list the informer compares all keys with those
   * of the list; decompressing all objects at once would need the memory that this store saves.
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

  /**
   * Returns false, so that the informer notifies its handlers of each object as it arrives. For a
   * full store it collects all objects of the first list and notifies after the last.
   */
  @Override
  public boolean isFullState() {
    return false;
  }

  private @Nullable T decompress(@Nullable CompressedResource<T> compressed) {
    return compressed == null ? null : compressed.getOrDecompress(kind, compressor);
  }
}
