package io.patternedapp.api;

/** What backs a shared emptyDir other than the node's disk. */
public enum Medium {
  /** A tmpfs. */
  Memory
}
