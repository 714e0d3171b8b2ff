package io.patternedapp.api.service;

/** The only cluster address that an app may ask for. */
public enum HeadlessMarker {
  None
}
