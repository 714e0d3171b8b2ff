package io.patternedapp.apply.guard;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.patternedapp.model.ChildId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Children that the API server keeps differently from how they were just applied, since an
 * admission webhook changes them in the same request. As long as neither side changes there is
 * nothing to do. It holds an entry for each such child by name until the child is gone, and none
 * for the others.
 */
public final class AdmissionMutations {

  private record ChildKey(String namespace, ChildId id) {

    static ChildKey of(HasMetadata object) {
      return new ChildKey(object.getMetadata().getNamespace(), ChildId.of(object));
    }
  }

  private record Fingerprints(String uid, String desired, String live) {}

  private final Map<ChildKey, Fingerprints> known = new ConcurrentHashMap<>();

  /** Whether exactly this was applied and kept so. */
  public boolean isKnown(HasMetadata live, String desiredFingerprint, String liveFingerprint) {
    return new Fingerprints(live.getMetadata().getUid(), desiredFingerprint, liveFingerprint)
        .equals(known.get(ChildKey.of(live)));
  }

  /** Notes what became of an apply. */
  public void record(HasMetadata written, String desiredFingerprint, String liveFingerprint) {
    if (desiredFingerprint.equals(liveFingerprint)) {
      known.remove(ChildKey.of(written));
    } else {
      known.put(
          ChildKey.of(written),
          new Fingerprints(written.getMetadata().getUid(), desiredFingerprint, liveFingerprint));
    }
  }

  /** Drops what is known of an object that is gone; its successor may be known by now. */
  public void forget(HasMetadata deleted) {
    var uid = deleted.getMetadata().getUid();
    known.computeIfPresent(
        ChildKey.of(deleted), (child, prints) -> prints.uid().equals(uid) ? null : prints);
  }
}
