package io.patternedapp.api;

/** The only cluster address that an app may ask for. */
public enum ClusterIp {
  None
}
