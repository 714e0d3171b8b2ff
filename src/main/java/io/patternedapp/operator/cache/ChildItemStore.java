package io.patternedapp.operator.cache;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** Stores the projection of each child; the object that the informer puts stays as it is. */
public final class ChildItemStore<R extends HasMetadata> extends CompressedItemStore<R> {

  private final ProjectionMemo<R> projectionCache;

  /**
   * Creates an empty store.
   *
   * @param projectionCache shared with the writes of this kind
   */
  public ChildItemStore(
      Class<R> kind, ProjectionMemo<R> projectionCache, ResourceCompressor compressor) {
    super(kind, compressor);
    this.projectionCache = projectionCache;
  }

  @Override
  public R put(String key, R live) {
    return super.put(key, projectionCache.project(live));
  }
}
