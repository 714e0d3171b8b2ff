package io.patternedapp.operator.cache;

import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.Map;

/** A map of bounded size that evicts the entry that was put first. */
final class BoundedFifoMap<K, V> extends LinkedHashMap<K, V> {

  @Serial private static final long serialVersionUID = 1;

  private final int maxEntries;

  /**
   * Creates an empty map.
   *
   * @param maxEntries the size at which it evicts
   */
  BoundedFifoMap(int maxEntries) {
    this.maxEntries = maxEntries;
  }

  /** Puts an entry and moves it to the end of the queue if the key exists. */
  @Override
  public V put(K key, V value) {
    var before = remove(key);
    super.put(key, value);
    return before;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > maxEntries;
  }
}
