package io.patternedapp.validate;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.PodRestartPolicy;
import io.patternedapp.api.WorkloadKind;

/** How long Pods live, where the workload leaves a choice. */
final class PodLifetimes implements SpecCheck {

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var pod = spec.podOrDefault();
    var isDeployment = spec.kind() == WorkloadKind.Deployment;
    problems.errorIf(
        isDeployment
            && pod.restartPolicy() != null
            && pod.restartPolicy() != PodRestartPolicy.Always,
        "spec.pod.restartPolicy",
        "PodFieldMisplaced",
        "a Deployment takes restartPolicy Always only, not %s: remove it, or use workload.kind: Pod",
        pod.restartPolicy());
    var deadline = pod.activeDeadlineSeconds();
    problems.errorIf(
        isDeployment && deadline != null,
        "spec.pod.activeDeadlineSeconds",
        "PodFieldMisplaced",
        "the Pods of a Deployment cannot have a deadline: remove it, or use workload.kind: Pod");
    problems.errorIf(
        deadline != null && (deadline < 1 || deadline > Integer.MAX_VALUE),
        "spec.pod.activeDeadlineSeconds",
        "PodFieldInvalid",
        "%d is not possible: use 1 to %d seconds",
        deadline,
        Integer.MAX_VALUE);
  }
}
