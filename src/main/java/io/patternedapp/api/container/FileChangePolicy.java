package io.patternedapp.api.container;

/** What a change of a file's content does. */
public enum FileChangePolicy {
  /** Rolls the Pods, each of which keeps the content it started with. */
  Restart,
  /** Refreshes the file in the running containers; nothing restarts. */
  Live
}
