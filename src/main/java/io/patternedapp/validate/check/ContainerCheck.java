package io.patternedapp.validate.check;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.model.RoleContainer;
import io.patternedapp.model.Roles;
import io.patternedapp.validate.problem.Problems;

/** A validation rule for each container, independent of the other containers. */
@FunctionalInterface
public interface ContainerCheck extends SpecCheck {

  /** Adds the problems of one container. */
  void check(RoleContainer container, Problems problems);

  @Override
  default void check(PatternedAppSpec spec, Problems problems) {
    Roles.list(spec).forEach(container -> check(container, problems));
  }
}
