package io.patternedapp.api.container;

/** Direction of the traffic through an ambassador. */
public enum Direction {
  /** Clients reach the app only through the ambassador. */
  Inbound,
  /** main reaches an external endpoint through the ambassador. */
  Outbound
}
