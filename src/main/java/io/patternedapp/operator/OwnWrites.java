package io.patternedapp.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells apart what the watch shows of the operator's own writes and of others'. The watch often
 * shows a write before its answer is there; each such event would have its app reconciled once
 * more, for nothing. So events about an object that is just being written wait for the answer: what
 * is not newer than that is the write itself, and so is what is told of it a moment later.
 */
final class OwnWrites {

  /** Writes to an object that wait for their answers. */
  private static final class Pending {
    private int writes;
    private long seen;
    private long written;
  }

  /** Of more than the informer has yet to tell of. */
  private static final int REMEMBERED = 256;

  private final Map<ResourceID, Pending> pending = new HashMap<>();

  /** The versions of the last writes. */
  private final Map<ResourceID, Long> recent = new Recent<>(REMEMBERED);

  /** To be called before an object is written. */
  synchronized void begin(ResourceID id) {
    pending.computeIfAbsent(id, key -> new Pending()).writes++;
  }

  /**
   * To be called after the answer, once the caches have it.
   *
   * @param version the resourceVersion of the answer; 0 when the write failed
   * @return whether an event that was held back tells of somebody else's write
   */
  synchronized boolean end(ResourceID id, long version) {
    var object = pending.get(id);
    object.written = Math.max(object.written, version);
    object.writes--;
    if (object.writes > 0) {
      return false;
    }
    pending.remove(id);
    if (object.written > 0) {
      recent.put(id, object.written);
    }
    return object.seen > object.written;
  }

  /** Whether what the watch shows is to be looked at now; else {@link #end} tells. */
  synchronized boolean isNews(HasMetadata shown) {
    var id = ResourceID.fromResource(shown);
    var object = pending.get(id);
    if (object == null) {
      return versionOf(shown) > recent.getOrDefault(id, 0L);
    }
    object.seen = Math.max(object.seen, versionOf(shown));
    return false;
  }

  /**
   * The resourceVersion as a number, which it is for all that the operator watches. See
   * https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions
   */
  static long versionOf(HasMetadata object) {
    return Long.parseLong(object.getMetadata().getResourceVersion());
  }
}
