package io.patternedapp.apply;

import io.patternedapp.status.ChildProblem;
import io.patternedapp.status.Reason;

/** What an app is told where an object that is not its own, or no longer, has a child's name. */
final class InTheWay {

  private InTheWay() {}

  /** It belonged to an app of the same name. */
  static ChildProblem leftOver(ChildId id) {
    return new ChildProblem(
        id.toString(),
        Reason.LeftOver,
        "it belongs to a deleted app of the same name; the garbage collector removes it");
  }

  /** It is somebody else's. */
  static ChildProblem foreign(ChildId id) {
    return new ChildProblem(
        id.toString(),
        Reason.NameConflict,
        "it exists and is not controlled by this app, so it is left as it is");
  }

  /** A finalizer holds it, maybe for minutes, as that of a load balancer does. */
  static ChildProblem predecessor(ChildId id) {
    return new ChildProblem(
        id.toString(), Reason.LeftOver, "it is being deleted, and is made anew once it is gone");
  }
}
