package io.patternedapp.api.container;

/** Kind of container that a helper runs as. */
public enum HelperMode {
  /**
   * A sidecar container, which is an init container with {@code restartPolicy: Always}. It starts
   * before main, stops after it and does not prevent a Job from completing. See
   * https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
   */
  Native,
  /** A regular container, which starts together with main; for helpers that need main to run. */
  Regular
}
