package io.patternedapp.validate;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.PodRestartPolicy;
import io.patternedapp.api.WorkloadKind;

/** How long Pods live, where the workload leaves a choice. */
final class PodLifetimes implements SpecCheck {

  private static final String RESTART_POLICY = "spec.pod.restartPolicy";
  private static final String DEADLINE = "spec.pod.activeDeadlineSeconds";
  private static final String MISPLACED = "PodFieldMisplaced";

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var pod = spec.podOrDefault();
    var keepsRunning = spec.kind() != WorkloadKind.Pod && !spec.kind().runsToCompletion();
    problems.errorIf(
        keepsRunning
            && pod.restartPolicy() != null
            && pod.restartPolicy() != PodRestartPolicy.Always,
        RESTART_POLICY,
        MISPLACED,
        "a %s takes restartPolicy Always only, not %s: remove it, or use workload.kind: Pod",
        spec.kind(),
        pod.restartPolicy());
    problems.errorIf(
        spec.kind().runsToCompletion() && pod.restartPolicy() == PodRestartPolicy.Always,
        RESTART_POLICY,
        MISPLACED,
        "the Pods of a %s run to their end, and so cannot be restarted Always: remove it, or use"
            + " OnFailure",
        spec.kind());
    var deadline = pod.activeDeadlineSeconds();
    problems.errorIf(
        keepsRunning && deadline != null,
        DEADLINE,
        MISPLACED,
        "the Pods of a %s cannot have a deadline: remove it, or use workload.kind: Pod",
        spec.kind());
    problems.errorIf(
        deadline != null && (deadline < 1 || deadline > Integer.MAX_VALUE),
        DEADLINE,
        "PodFieldInvalid",
        "%d is not possible: use 1 to %d seconds",
        deadline,
        Integer.MAX_VALUE);
  }
}
