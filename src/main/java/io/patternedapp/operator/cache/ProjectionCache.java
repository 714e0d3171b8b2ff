package io.patternedapp.operator.cache;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.patternedapp.rollout.Projection;
import java.lang.ref.WeakReference;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Projects objects, each state of one once: what the operator writes it sees twice, in the answer
 * and by the watch. Holds no projection that nobody else does.
 */
public final class ProjectionCache<R extends HasMetadata> {

  private static final int MAX_ENTRIES = 256;

  private record ResourceVersionKey(String uid, String resourceVersion) {

    static ResourceVersionKey forResource(HasMetadata object) {
      var meta = object.getMetadata();
      return new ResourceVersionKey(meta.getUid(), meta.getResourceVersion());
    }
  }

  private final Map<ResourceVersionKey, WeakReference<R>> entries =
      new BoundedFifoMap<>(MAX_ENTRIES);

  /** The projection of an object as the API server sent it. */
  public R project(R live) {
    var key = ResourceVersionKey.forResource(live);
    var cached = findCached(key);
    if (cached != null) {
      return cached;
    }
    var projected = Projection.project(live);
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
