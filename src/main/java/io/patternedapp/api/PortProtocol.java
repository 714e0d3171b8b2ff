package io.patternedapp.api;

/** The protocols of core/v1 ports. */
public enum PortProtocol {
  TCP,
  UDP,
  SCTP
}
