package io.patternedapp.validate.pod;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.pod.PodRestartPolicy;
import io.patternedapp.api.workload.WorkloadKind;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.problem.Problems;

/** Checks restartPolicy and activeDeadlineSeconds, which depend on the workload kind. */
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
        "Unsupported value \"%2$s\": a %1$s supports only restartPolicy Always; remove it, or"
            + " set workload.kind: Pod",
        spec.workloadKind(),
        pod.restartPolicy());
    problems.errorIf(
        spec.workloadKind().runsToCompletion() && pod.restartPolicy() == PodRestartPolicy.Always,
        RESTART_POLICY,
        MISPLACED,
        "Unsupported value \"Always\": the Pods of a %s run to completion; remove it, or set"
            + " OnFailure",
        spec.workloadKind());
    var deadline = pod.activeDeadlineSeconds();
    problems.errorIf(
        isLongRunning && deadline != null,
        DEADLINE,
        MISPLACED,
        "Forbidden: the Pods of a %s cannot have a deadline; remove it, or set workload.kind: Pod",
        spec.workloadKind());
    problems.errorIf(
        deadline != null && (deadline < 1 || deadline > Integer.MAX_VALUE),
        DEADLINE,
        "PodFieldInvalid",
        "Invalid value %d: must be between 1 and %d seconds",
        deadline,
        Integer.MAX_VALUE);
  }
}
