package io.patternedapp.api.service;

/** IP protocols of ports in core/v1. */
public enum PortProtocol {
  TCP,
  UDP,
  SCTP
}
