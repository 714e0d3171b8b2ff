package io.patternedapp.api.service;

/** Whether a client keeps reaching the same Pod. */
public enum SessionAffinity {
  None,
  ClientIP
}
