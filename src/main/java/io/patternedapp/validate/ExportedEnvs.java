package io.patternedapp.validate;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.patternedapp.api.Helper;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.Roles;
import java.util.HashMap;

/** Variables that helpers give to main clash neither with main's own nor with each other. */
final class ExportedEnvs implements SpecCheck {

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var taken = new HashMap<String, String>();
    for (Located<EnvVar> env : Located.items("spec.main.env", spec.main().getEnv())) {
      taken.putIfAbsent(env.value().getName(), env.path());
    }
    for (var container : Roles.of(spec)) {
      if (!(container.container() instanceof Helper helper)) {
        continue;
      }
      for (var env : Located.items(container.path() + ".exportEnv", helper.getExportEnv())) {
        var first = taken.putIfAbsent(env.value().name(), env.path());
        problems.errorIf(
            first != null,
            env.at("name"),
            "ExportEnvClash",
            "main gets \"%s\" from %s too: rename or remove one of them",
            env.value().name(),
            first);
      }
    }
  }
}
