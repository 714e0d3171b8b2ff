package io.patternedapp.validate.container;

import io.patternedapp.model.ContainerRole;
import io.patternedapp.model.RoleContainer;
import io.patternedapp.validate.check.ContainerCheck;
import io.patternedapp.validate.problem.Problems;
import org.jspecify.annotations.Nullable;

/** Rejects fields that an init container, which runs to completion, cannot have. */
public final class InitContainerFieldsCheck implements ContainerCheck {

  @Override
  public void check(RoleContainer container, Problems problems) {
    if (container.role() != ContainerRole.INIT) {
      return;
    }
    var c = container.container();
    forbid(c.getLivenessProbe(), container, "livenessProbe", problems);
    forbid(c.getReadinessProbe(), container, "readinessProbe", problems);
    forbid(c.getStartupProbe(), container, "startupProbe", problems);
    forbid(c.getLifecycle(), container, "lifecycle", problems);
    problems.errorIf(
        c.getResizePolicy() != null && !c.getResizePolicy().isEmpty(),
        container.path() + ".resizePolicy",
        "InitField",
        "Forbidden: an init container cannot set resizePolicy; remove it");
  }

  private static void forbid(
      @Nullable Object value, RoleContainer container, String field, Problems problems) {
    problems.errorIf(
        value != null,
        container.path() + "." + field,
        "InitField",
        "Forbidden: an init container runs to completion and cannot set %s; remove it, or move"
            + " the container to spec.sidecars to make it a sidecar",
        field);
  }
}
