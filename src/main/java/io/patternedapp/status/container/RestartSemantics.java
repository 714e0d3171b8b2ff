package io.patternedapp.status.container;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.pod.PodRestartPolicy;

/**
 * How the kubelet restarts the containers of an app.
 *
 * @param restartsAlways whether app containers restart whatever their exit code
 * @param runsToCompletion whether main is expected to exit
 */
record RestartSemantics(boolean restartsAlways, boolean runsToCompletion) {

  static RestartSemantics resolve(PatternedAppSpec spec) {
    var runsToCompletion = spec.workloadKind().runsToCompletion();
    var policy = spec.podOrDefault().restartPolicy();
    return new RestartSemantics(
        policy == null ? !runsToCompletion : policy == PodRestartPolicy.Always, runsToCompletion);
  }
}
