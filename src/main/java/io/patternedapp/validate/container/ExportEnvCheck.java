package io.patternedapp.validate.container;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.container.Helper;
import io.patternedapp.model.Roles;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;
import java.util.HashMap;

/** Checks that exported variables conflict neither with main's variables nor with each other. */
public final class ExportEnvCheck implements SpecCheck {

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var taken = new HashMap<String, String>();
    for (FieldValue<EnvVar> env : FieldValue.items("spec.main.env", spec.main().getEnv())) {
      taken.putIfAbsent(env.value().getName(), env.path());
    }
    for (var container : Roles.list(spec)) {
      if (!(container.container() instanceof Helper helper)) {
        continue;
      }
      for (var env : FieldValue.items(container.path() + ".exportEnv", helper.getExportEnv())) {
        var first = taken.putIfAbsent(env.value().name(), env.path());
        problems.errorIf(
            first != null,
            env.pathTo("name"),
            "ExportEnvClash",
            "Duplicate value \"%s\": %s already sets this variable on main; rename or remove one"
                + " of them",
            env.value().name(),
            first);
      }
    }
  }
}
