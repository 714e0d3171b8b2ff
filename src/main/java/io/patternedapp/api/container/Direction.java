package io.patternedapp.api.container;

/** Which way an ambassador's traffic goes. */
public enum Direction {
  /** Clients reach the app only through it. */
  Inbound,
  /** Main's local door to something outside. */
  Outbound
}
