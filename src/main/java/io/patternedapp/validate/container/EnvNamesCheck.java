package io.patternedapp.validate.container;

import io.patternedapp.api.container.Helper;
import io.patternedapp.model.RoleContainer;
import io.patternedapp.validate.check.ContainerCheck;
import io.patternedapp.validate.format.NameFormat;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;
import org.jspecify.annotations.Nullable;

/** Checks the names of environment variables. */
public final class EnvNamesCheck implements ContainerCheck {

  @Override
  public void check(RoleContainer container, Problems problems) {
    var c = container.container();
    for (var env : FieldValue.items(container.path() + ".env", c.getEnv())) {
      check(env.value().getName(), env.pathTo("name"), problems);
    }
    for (var from : FieldValue.items(container.path() + ".envFrom", c.getEnvFrom())) {
      var prefix = from.value().getPrefix();
      if (prefix != null && !prefix.isEmpty()) {
        check(prefix, from.pathTo("prefix"), problems);
      }
    }
    if (c instanceof Helper helper) {
      for (var env : FieldValue.items(container.path() + ".exportEnv", helper.getExportEnv())) {
        check(env.value().name(), env.pathTo("name"), problems);
      }
    }
  }

  private static void check(@Nullable String name, String path, Problems problems) {
    problems.errorIf(
        !NameFormat.ENV_NAME.accepts(name),
        path,
        "EnvNameInvalid",
        "Invalid value \"%s\": an environment variable name %s",
        name,
        NameFormat.ENV_NAME.description());
  }
}
