package io.patternedapp.api.container;

/** Effect of a change of a file's content. */
public enum FileChangePolicy {
  /** The Pods restart; a running Pod keeps the content with which it started. */
  Restart,
  /** The kubelet updates the file in the running containers; nothing restarts. */
  Live
}
