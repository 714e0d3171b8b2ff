package io.patternedapp.validate.workload;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.model.Roles;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.problem.Problems;

/** Rejects Regular helpers in Jobs: they never exit, so the Job would never complete. */
public final class JobHelperModeCheck implements SpecCheck {

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    if (!spec.workloadKind().runsToCompletion()) {
      return;
    }
    Roles.list(spec).stream()
        .skip(1)
        .filter(container -> !container.startsBeforeMain())
        .forEach(
            container ->
                problems.error(
                    container.path() + ".mode",
                    "RegularInJob",
                    "Forbidden: a Regular helper would prevent the %s from completing; remove"
                        + " mode, so that the helper ends with main",
                    spec.workloadKind()));
  }
}
