package io.patternedapp.validate.pod;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.pod.PodRestartPolicy;
import io.patternedapp.api.workload.WorkloadKind;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.problem.Problems;

/** How long Pods live, where the workload leaves a choice. */
public final class RestartPolicyAndDeadlineCheck implements SpecCheck {

  private static final String RESTART_POLICY = "spec.pod.restartPolicy";
  private static final String DEADLINE = "spec.pod.activeDeadlineSeconds";
  private static final String MISPLACED = "PodFieldMisplaced";

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var pod = spec.podOrDefault();
    var isLongRunning =
        spec.workloadKind() != WorkloadKind.Pod && !spec.workloadKind().runsToCompletion();
    problems.errorIf(
        isLongRunning
            && pod.restartPolicy() != null
            && pod.restartPolicy() != PodRestartPolicy.Always,
        RESTART_POLICY,
        MISPLACED,
        "a %s takes restartPolicy Always only, not %s: remove it, or use workload.kind: Pod",
        spec.workloadKind(),
        pod.restartPolicy());
    problems.errorIf(
        spec.workloadKind().runsToCompletion() && pod.restartPolicy() == PodRestartPolicy.Always,
        RESTART_POLICY,
        MISPLACED,
        "the Pods of a %s run to their end, and so cannot be restarted Always: remove it, or use"
            + " OnFailure",
        spec.workloadKind());
    var deadline = pod.activeDeadlineSeconds();
    problems.errorIf(
        isLongRunning && deadline != null,
        DEADLINE,
        MISPLACED,
        "the Pods of a %s cannot have a deadline: remove it, or use workload.kind: Pod",
        spec.workloadKind());
    problems.errorIf(
        deadline != null && (deadline < 1 || deadline > Integer.MAX_VALUE),
        DEADLINE,
        "PodFieldInvalid",
        "%d is not possible: use 1 to %d seconds",
        deadline,
        Integer.MAX_VALUE);
  }
}
