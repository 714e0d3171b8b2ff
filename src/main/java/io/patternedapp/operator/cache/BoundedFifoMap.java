package io.patternedapp.operator.cache;

import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.Map;

/** A map that forgets the entry that was put longest ago when it has more than it may hold. */
final class BoundedFifoMap<K, V> extends LinkedHashMap<K, V> {

  @Serial private static final long serialVersionUID = 1;

  private final int maxEntries;

  /**
   * Makes an empty map.
   *
   * @param maxEntries how many entries it may hold
   */
  BoundedFifoMap(int maxEntries) {
    this.maxEntries = maxEntries;
  }

  /** Puts an entry last, even where the key is there already. */
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
