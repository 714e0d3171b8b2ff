package io.patternedapp.operator.leader;

/** Whether this process is the one that works. */
@FunctionalInterface
public interface Leadership {

  /** Where there is only one process. */
  Leadership ALWAYS = () -> true;

  /**
   * Whether this process may write now. False as soon as another one could have taken over, also
   * while this one does not know of it yet.
   */
  boolean isLeader();
}
