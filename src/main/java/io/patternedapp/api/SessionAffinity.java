package io.patternedapp.api;

/** Whether a client keeps reaching the same Pod. */
public enum SessionAffinity {
  None,
  ClientIP
}
