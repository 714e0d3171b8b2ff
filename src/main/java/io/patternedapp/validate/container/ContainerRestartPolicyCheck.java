package io.patternedapp.validate.container;

import io.patternedapp.model.ContainerRole;
import io.patternedapp.model.RoleContainer;
import io.patternedapp.validate.check.ContainerCheck;
import io.patternedapp.validate.problem.Problems;

/** The role of a container says when it is restarted; its author does not. */
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
          "an init container that is always restarted is a sidecar: move it to spec.sidecars");
      problems.errorIf(
          !always, path, REASON, "an init container cannot have a restartPolicy: remove it");
    } else if (policy != null) {
      problems.errorIf(
          container.isNative() && !always,
          path,
          REASON,
          "a native %s always has restartPolicy Always, not %s: remove it",
          container.role().displayName(),
          policy);
      problems.errorIf(
          !container.isNative(),
          path,
          REASON,
          "a container that starts with main cannot have a restartPolicy of its own: remove it, or"
              + " set spec.pod.restartPolicy for all of them");
    }
    var rules = container.container().getRestartPolicyRules();
    problems.errorIf(
        rules != null && !rules.isEmpty(),
        container.path() + ".restartPolicyRules",
        REASON,
        "rules need a restartPolicy, which the role decides: remove them");
  }
}
