package io.patternedapp.api.pod;

/** What backs a shared emptyDir other than the node's disk. */
public enum EmptyDirMedium {
  /** A tmpfs. */
  Memory
}
