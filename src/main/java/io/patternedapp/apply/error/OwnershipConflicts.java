package io.patternedapp.apply.error;

import io.patternedapp.model.ChildId;
import io.patternedapp.model.condition.Reason;
import io.patternedapp.model.result.ChildProblem;

/** What an app is told where an object that is not its own, or no longer, has a child's name. */
public final class OwnershipConflicts {

  private OwnershipConflicts() {}

  /** It belonged to an app of the same name. */
  public static ChildProblem ownerDeleted(ChildId id) {
    return new ChildProblem(
        id.toString(),
        Reason.PredecessorTerminating,
        "it belongs to a deleted app of the same name; the garbage collector removes it");
  }

  /** It is somebody else's. */
  public static ChildProblem foreign(ChildId id) {
    return new ChildProblem(
        id.toString(),
        Reason.NameConflict,
        "it exists and is not controlled by this app, so it is left as it is");
  }

  /** A finalizer holds it, maybe for minutes, as that of a load balancer does. */
  public static ChildProblem predecessorTerminating(ChildId id) {
    return new ChildProblem(
        id.toString(),
        Reason.PredecessorTerminating,
        "it is being deleted, and is made anew once it is gone");
  }
}
