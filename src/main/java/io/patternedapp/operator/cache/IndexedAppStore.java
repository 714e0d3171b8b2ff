package io.patternedapp.operator.cache;

import io.patternedapp.api.PatternedApp;
import org.jspecify.annotations.Nullable;

/** Stores the PatternedApps of one informer and keeps the {@link AppIndex} of all of them. */
public final class IndexedAppStore extends CompressedItemStore<PatternedApp> {

  private final AppIndex index;

  /**
   * Creates an empty store.
   *
   * @param index shared by the stores of all watched namespaces
   */
  public IndexedAppStore(AppIndex index, ResourceCompressor compressor) {
    super(PatternedApp.class, compressor);
    this.index = index;
  }

  @Override
  public @Nullable PatternedApp put(String key, PatternedApp app) {
    var previous = super.put(key, app);
    index.put(key, app);
    return previous;
  }

  @Override
  public @Nullable PatternedApp remove(String key) {
    index.remove(key);
    return super.remove(key);
  }
}
