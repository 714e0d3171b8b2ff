package io.patternedapp.status.container;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.pod.PodRestartPolicy;

/**
 * What is expected of the Pods of an app.
 *
 * @param restartsAlways whether ordinary containers are restarted however they end
 * @param runsToCompletion whether main is to end
 */
record RestartSemantics(boolean restartsAlways, boolean runsToCompletion) {

  static RestartSemantics resolve(PatternedAppSpec spec) {
    var runsToCompletion = spec.workloadKind().runsToCompletion();
    var policy = spec.podOrDefault().restartPolicy();
    return new RestartSemantics(
        policy == null ? !runsToCompletion : policy == PodRestartPolicy.Always, runsToCompletion);
  }
}
