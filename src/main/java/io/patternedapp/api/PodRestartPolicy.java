package io.patternedapp.api;

/** When ordinary containers of a Pod are restarted. */
public enum PodRestartPolicy {
  Always,
  OnFailure,
  Never
}
