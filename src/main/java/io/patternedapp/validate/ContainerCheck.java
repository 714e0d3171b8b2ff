package io.patternedapp.validate;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.RoleContainer;
import io.patternedapp.api.Roles;

/** A rule about each container on its own. */
@FunctionalInterface
interface ContainerCheck extends SpecCheck {

  /** Reports what is wrong with one container. */
  void check(RoleContainer container, Problems problems);

  @Override
  default void check(PatternedAppSpec spec, Problems problems) {
    Roles.of(spec).forEach(container -> check(container, problems));
  }
}
