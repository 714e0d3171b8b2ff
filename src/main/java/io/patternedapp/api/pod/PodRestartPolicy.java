package io.patternedapp.api.pod;

/** When ordinary containers of a Pod are restarted. */
public enum PodRestartPolicy {
  Always,
  OnFailure,
  Never
}
