package io.patternedapp.validate;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.RoleContainer;
import io.patternedapp.api.Roles;
import java.util.HashMap;

/** Each container has a name of its own. */
final class ContainerNames implements SpecCheck {

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var taken = new HashMap<String, RoleContainer>();
    for (var container : Roles.of(spec)) {
      var path = container.path() + ".name";
      var name = container.name();
      if (name == null || name.isEmpty()) {
        problems.error(
            path,
            "ContainerNameMissing",
            "this %s has no name: give it one",
            container.role().label());
        continue;
      }
      problems.errorIf(
          !Syntax.DNS_LABEL.accepts(name),
          path,
          "ContainerNameInvalid",
          "\"%s\" cannot name a container: use %s",
          name,
          Syntax.DNS_LABEL.rule());
      var first = taken.putIfAbsent(name, container);
      if (first != null) {
        problems.error(
            path,
            "ContainerNameTaken",
            "\"%s\" is the name of %s too: rename one of them",
            name,
            first.path());
      }
    }
  }
}
