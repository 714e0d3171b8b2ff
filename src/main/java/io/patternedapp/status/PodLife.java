package io.patternedapp.status;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.PodRestartPolicy;

/**
 * What is expected of the Pods of an app.
 *
 * @param restartsAlways whether ordinary containers are restarted however they end
 * @param ends whether main is to end
 */
record PodLife(boolean restartsAlways, boolean ends) {

  static PodLife of(PatternedAppSpec spec) {
    var ends = spec.kind().runsToCompletion();
    var policy = spec.podOrDefault().restartPolicy();
    return new PodLife(policy == null ? !ends : policy == PodRestartPolicy.Always, ends);
  }
}
