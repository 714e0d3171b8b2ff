package io.patternedapp.api.service;

/** Session affinities of core/v1 ServiceSpec. */
public enum SessionAffinity {
  None,
  ClientIP
}
