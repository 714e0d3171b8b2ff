package io.patternedapp.api.pod;

/** Profile by which the operator completes security contexts. */
public enum SecurityProfile {
  /** The operator does not change security contexts. */
  None,
  /**
   * The operator sets the unset fields that the {@code restricted} Pod Security Standard requires.
   * See https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
   */
  Restricted
}
