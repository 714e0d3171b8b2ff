package io.patternedapp.apply.guard;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.patternedapp.model.ChildId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Records children that an admission webhook changes in the same request that applies them. While
 * neither side changes, another apply would have the same result, so none is sent. There is one
 * entry for each such child until the child is deleted, and none for the others.
 */
public final class AdmissionMutations {

  private record ChildKey(String namespace, ChildId id) {

    static ChildKey of(HasMetadata object) {
      return new ChildKey(object.getMetadata().getNamespace(), ChildId.of(object));
    }
  }

  private record Fingerprints(String uid, String desired, String live) {}

  private final Map<ChildKey, Fingerprints> known = new ConcurrentHashMap<>();

  /** Returns whether an apply of the desired state gave exactly this live state. */
  public boolean isKnown(HasMetadata live, String desiredFingerprint, String liveFingerprint) {
    return new Fingerprints(live.getMetadata().getUid(), desiredFingerprint, liveFingerprint)
        .equals(known.get(ChildKey.of(live)));
  }

  /** Records the result of an apply. */
  public void record(HasMetadata written, String desiredFingerprint, String liveFingerprint) {
    if (desiredFingerprint.equals(liveFingerprint)) {
      known.remove(ChildKey.of(written));
    } else {
      known.put(
          ChildKey.of(written),
          new Fingerprints(written.getMetadata().getUid(), desiredFingerprint, liveFingerprint));
    }
  }

  /** Forgets a deleted object. Its successor of the same name may have an entry by then. */
  public void forget(HasMetadata deleted) {
    var uid = deleted.getMetadata().getUid();
    known.computeIfPresent(
        ChildKey.of(deleted), (child, prints) -> prints.uid().equals(uid) ? null : prints);
  }
}
