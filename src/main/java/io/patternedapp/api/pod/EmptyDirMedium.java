package io.patternedapp.api.pod;

/** Storage medium of a shared emptyDir, other than the node's default medium. */
public enum EmptyDirMedium {
  /** A tmpfs, which counts against the memory limits of the containers. */
  Memory
}
