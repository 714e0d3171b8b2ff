package io.patternedapp.operator.cache;

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
public final class OwnEventFilter {

  /** Writes to an object that wait for their answers. */
  private static final class InFlightWrites {
    private int count;
    private long newestEventVersion;
    private long newestResponseVersion;
  }

  /** Of more than the informer has yet to tell of. */
  private static final int MAX_RECENT_WRITES = 256;

  private final Map<ResourceID, InFlightWrites> inFlight = new HashMap<>();

  /** The versions of the last writes. */
  private final Map<ResourceID, Long> recentResponseVersions =
      new BoundedFifoMap<>(MAX_RECENT_WRITES);

  /** To be called before an object is written. */
  public synchronized void beforeWrite(ResourceID id) {
    inFlight.computeIfAbsent(id, key -> new InFlightWrites()).count++;
  }

  /**
   * To be called after the answer, once the caches have it.
   *
   * @param version the resourceVersion of the answer; 0 when the write failed
   * @return whether an event that was held back tells of somebody else's write
   */
  public synchronized boolean afterWrite(ResourceID id, long version) {
    var writes = inFlight.get(id);
    writes.newestResponseVersion = Math.max(writes.newestResponseVersion, version);
    writes.count--;
    if (writes.count > 0) {
      return false;
    }
    inFlight.remove(id);
    if (writes.newestResponseVersion > 0) {
      recentResponseVersions.put(id, writes.newestResponseVersion);
    }
    return writes.newestEventVersion > writes.newestResponseVersion;
  }

  /** Whether what the watch shows is to be looked at now; else {@link #afterWrite} tells. */
  public synchronized boolean accept(HasMetadata resource) {
    var id = ResourceID.fromResource(resource);
    var writes = inFlight.get(id);
    if (writes == null) {
      return parseResourceVersion(resource) > recentResponseVersions.getOrDefault(id, 0L);
    }
    writes.newestEventVersion = Math.max(writes.newestEventVersion, parseResourceVersion(resource));
    return false;
  }

  /**
   * The resourceVersion as a number, which it is for all that the operator watches. See
   * https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions
   */
  public static long parseResourceVersion(HasMetadata object) {
    return Long.parseLong(object.getMetadata().getResourceVersion());
  }
}
