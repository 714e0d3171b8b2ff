package io.patternedapp.validate.container;

import io.patternedapp.model.ContainerRole;
import io.patternedapp.model.RoleContainer;
import io.patternedapp.validate.check.ContainerCheck;
import io.patternedapp.validate.problem.Problems;

/** Rejects container restart policies that contradict the role of the container. */
public final class ContainerRestartPolicyCheck implements ContainerCheck {

  private static final String REASON = "RestartPolicyMisplaced";

  @Override
  public void check(RoleContainer container, Problems problems) {
    var path = container.path() + ".restartPolicy";
    var policy = container.container().getRestartPolicy();
    var always = "Always".equals(policy);
    if (policy != null && container.role() == ContainerRole.INIT) {
      problems.errorIf(
          always,
          path,
          REASON,
          "Forbidden: an init container with restartPolicy Always is a sidecar; move it to"
              + " spec.sidecars");
      problems.errorIf(
          !always,
          path,
          REASON,
          "Forbidden: an init container cannot set restartPolicy; remove it");
    } else if (policy != null) {
      problems.errorIf(
          container.isNative() && !always,
          path,
          REASON,
          "Forbidden: a native %s always has restartPolicy Always, not %s; remove it",
          container.role().displayName(),
          policy);
      problems.errorIf(
          !container.isNative(),
          path,
          REASON,
          "Forbidden: main and containers with mode Regular cannot set restartPolicy; remove it,"
              + " or set spec.pod.restartPolicy for all of them");
    }
    var rules = container.container().getRestartPolicyRules();
    problems.errorIf(
        rules != null && !rules.isEmpty(),
        container.path() + ".restartPolicyRules",
        REASON,
        "Forbidden: restartPolicyRules require a restartPolicy, which the role of the container"
            + " determines; remove them");
  }
}
