package io.patternedapp.api.service;

/** The protocols of core/v1 ports. */
public enum PortProtocol {
  TCP,
  UDP,
  SCTP
}
