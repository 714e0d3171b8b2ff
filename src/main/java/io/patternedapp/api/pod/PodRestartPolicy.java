package io.patternedapp.api.pod;

/** Restart policies of core/v1 PodSpec. */
public enum PodRestartPolicy {
  Always,
  OnFailure,
  Never
}
