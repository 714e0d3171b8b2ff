package io.patternedapp.apply.error;

import io.patternedapp.model.ChildId;
import io.patternedapp.model.condition.Reason;
import io.patternedapp.model.result.ChildProblem;

/** Creates the problems of a child whose name another object has. */
public final class NameConflictProblems {

  private NameConflictProblems() {}

  /** The object belongs to a deleted app of the same name. */
  public static ChildProblem ownerDeleted(ChildId id) {
    return new ChildProblem(
        id.toString(),
        Reason.PredecessorTerminating,
        "it belongs to a deleted app of the same name; the garbage collector will delete it");
  }

  /** Someone else controls the object. */
  public static ChildProblem foreign(ChildId id) {
    return new ChildProblem(
        id.toString(),
        Reason.NameConflict,
        "it exists and is not controlled by this app, so the operator does not change it");
  }

  /** A finalizer keeps the object, possibly for minutes, as that of a load balancer does. */
  public static ChildProblem predecessorTerminating(ChildId id) {
    return new ChildProblem(
        id.toString(),
        Reason.PredecessorTerminating,
        "it is being deleted and will be recreated after its deletion");
  }
}
