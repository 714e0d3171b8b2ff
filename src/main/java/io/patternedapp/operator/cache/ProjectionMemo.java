package io.patternedapp.operator.cache;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.patternedapp.rollout.CacheProjector;
import java.lang.ref.WeakReference;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Projects each version of an object once. The operator receives what it writes twice: in the
 * response and by the watch. The cache refers to projections weakly.
 */
// Cost without: 0.4 of 11.6 ms of CPU time of a new app, most of it the fingerprint of a
// Deployment.
// Probably not needed when JOSDK >= 5.5 drops the events of own writes before the informer's store
// receives them.
public final class ProjectionMemo<R extends HasMetadata> {

  private static final int MAX_ENTRIES = 256;

  private record ResourceVersionKey(String uid, String resourceVersion) {

    static ResourceVersionKey forResource(HasMetadata object) {
      var meta = object.getMetadata();
      return new ResourceVersionKey(meta.getUid(), meta.getResourceVersion());
    }
  }

  private final Map<ResourceVersionKey, WeakReference<R>> entries =
      new BoundedFifoMap<>(MAX_ENTRIES);

  /** Returns the projection of an object as the API server returned it. */
  public R project(R live) {
    var key = ResourceVersionKey.forResource(live);
    var cached = findCached(key);
    if (cached != null) {
      return cached;
    }
    var projected = CacheProjector.project(live);
    synchronized (entries) {
      entries.put(key, new WeakReference<>(projected));
    }
    return projected;
  }

  private @Nullable R findCached(ResourceVersionKey key) {
    synchronized (entries) {
      var reference = entries.get(key);
      return reference == null ? null : reference.get();
    }
  }
}
