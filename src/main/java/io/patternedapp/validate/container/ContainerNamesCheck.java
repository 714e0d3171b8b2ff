package io.patternedapp.validate.container;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.model.RoleContainer;
import io.patternedapp.model.Roles;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.format.NameFormat;
import io.patternedapp.validate.problem.Problems;
import java.util.HashMap;

/** Checks that each container has a valid and unique name. */
public final class ContainerNamesCheck implements SpecCheck {

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var taken = new HashMap<String, RoleContainer>();
    for (var container : Roles.list(spec)) {
      var path = container.path() + ".name";
      var name = container.name();
      if (name == null || name.isEmpty()) {
        problems.error(
            path,
            "ContainerNameMissing",
            "Required value: set a name for this %s",
            container.role().displayName());
        continue;
      }
      problems.errorIf(
          !NameFormat.DNS_LABEL.accepts(name),
          path,
          "ContainerNameInvalid",
          "Invalid value \"%s\": a container name %s",
          name,
          NameFormat.DNS_LABEL.description());
      var first = taken.putIfAbsent(name, container);
      if (first != null) {
        problems.error(
            path,
            "ContainerNameTaken",
            "Duplicate value \"%s\": %s has the same name; rename one of them",
            name,
            first.path());
      }
    }
  }
}
