package io.patternedapp.api.service;

/** The only supported value of {@code clusterIP}: a headless Service. */
public enum HeadlessMarker {
  None
}
