package io.patternedapp.validate.workload;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.model.Roles;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.problem.Problems;

/** A Job ends when all its ordinary containers have ended, which a helper never does. */
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
                    "an Regular helper would keep the %s from ever ending: remove mode, so that it"
                        + " ends with main",
                    spec.workloadKind()));
  }
}
