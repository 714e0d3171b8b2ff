package io.patternedapp.api.container;

/** Which kind of container a helper becomes. */
public enum HelperMode {
  /**
   * A native sidecar: an init container with {@code restartPolicy: Always}. It starts before main,
   * stops after it and never keeps a Job from ending. See
   * https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
   */
  Native,
  /** A container like main, for helpers that can only run once main does. */
  Regular
}
