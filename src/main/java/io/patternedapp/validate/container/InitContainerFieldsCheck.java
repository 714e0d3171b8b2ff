package io.patternedapp.validate.container;

import io.patternedapp.model.ContainerRole;
import io.patternedapp.model.RoleContainer;
import io.patternedapp.validate.check.ContainerCheck;
import io.patternedapp.validate.problem.Problems;
import org.jspecify.annotations.Nullable;

/** What a container that runs to its end cannot have. */
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
        "an init container cannot have a resizePolicy: remove it");
  }

  private static void forbid(
      @Nullable Object value, RoleContainer container, String field, Problems problems) {
    problems.errorIf(
        value != null,
        container.path() + "." + field,
        "InitField",
        "an init container runs to its end and cannot have a %s: remove it, or make the container a"
            + " sidecar (move it to spec.sidecars)",
        field);
  }
}
