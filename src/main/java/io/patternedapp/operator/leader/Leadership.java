package io.patternedapp.operator.leader;

/** Reports whether this process is the leader. */
@FunctionalInterface
public interface Leadership {

  /** Leadership without leader election: always the leader. */
  Leadership ALWAYS = () -> true;

  /**
   * Checks whether this process may write now. Returns false as soon as another process could have
   * acquired the lease, even if this process has not noticed yet.
   */
  boolean isLeader();
}
