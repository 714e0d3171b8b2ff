package io.patternedapp.validate;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.Roles;

/** A Job ends when all its ordinary containers have ended, which a helper never does. */
final class OrdinaryHelpers implements SpecCheck {

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    if (!spec.kind().runsToCompletion()) {
      return;
    }
    Roles.of(spec).stream()
        .skip(1)
        .filter(container -> !container.startsBeforeMain())
        .forEach(
            container ->
                problems.error(
                    container.path() + ".mode",
                    "OrdinaryInJob",
                    "an Ordinary helper would keep the %s from ever ending: remove mode, so that it"
                        + " ends with main",
                    spec.kind()));
  }
}
