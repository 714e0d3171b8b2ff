package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Children that the API server keeps differently from how they were just applied, since an
 * admission webhook changes them in the same request. As long as neither side changes there is
 * nothing to do. It holds an entry for each such child by name until the child is gone, and none
 * for the others.
 */
final class KeptDifferently {

  private record Child(String namespace, ChildId id) {

    static Child of(HasMetadata object) {
      return new Child(object.getMetadata().getNamespace(), ChildId.of(object));
    }
  }

  private record Prints(String uid, String wanted, String live) {}

  private final Map<Child, Prints> known = new ConcurrentHashMap<>();

  /** Whether exactly this was applied and kept so. */
  boolean knows(HasMetadata live, String wantedPrint, String livePrint) {
    return new Prints(live.getMetadata().getUid(), wantedPrint, livePrint)
        .equals(known.get(Child.of(live)));
  }

  /** Notes what became of an apply. */
  void note(HasMetadata written, String wantedPrint, String livePrint) {
    if (wantedPrint.equals(livePrint)) {
      known.remove(Child.of(written));
    } else {
      known.put(
          Child.of(written), new Prints(written.getMetadata().getUid(), wantedPrint, livePrint));
    }
  }

  /** Drops what is known of an object that is gone; its successor may be known by now. */
  void forget(HasMetadata gone) {
    var uid = gone.getMetadata().getUid();
    known.computeIfPresent(
        Child.of(gone), (child, prints) -> prints.uid().equals(uid) ? null : prints);
  }
}
