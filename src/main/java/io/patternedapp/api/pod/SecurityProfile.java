package io.patternedapp.api.pod;

/** How much of the security contexts the operator fills in. */
public enum SecurityProfile {
  /** Nothing: containers run as their images and authors say. */
  None,
  /**
   * What the {@code restricted} Pod Security Standard wants and the author left open. See
   * https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
   */
  Restricted
}
