package io.patternedapp.validate;

import io.patternedapp.api.Helper;
import io.patternedapp.api.RoleContainer;
import org.jspecify.annotations.Nullable;

/** Names of environment variables. */
final class EnvNames implements ContainerCheck {

  @Override
  public void check(RoleContainer container, Problems problems) {
    var c = container.container();
    for (var env : Located.items(container.path() + ".env", c.getEnv())) {
      check(env.value().getName(), env.at("name"), problems);
    }
    for (var from : Located.items(container.path() + ".envFrom", c.getEnvFrom())) {
      var prefix = from.value().getPrefix();
      if (prefix != null && !prefix.isEmpty()) {
        check(prefix, from.at("prefix"), problems);
      }
    }
    if (c instanceof Helper helper) {
      for (var env : Located.items(container.path() + ".exportEnv", helper.getExportEnv())) {
        check(env.value().name(), env.at("name"), problems);
      }
    }
  }

  private static void check(@Nullable String name, String path, Problems problems) {
    problems.errorIf(
        !Syntax.ENV_NAME.accepts(name),
        path,
        "EnvNameInvalid",
        "\"%s\" cannot name an environment variable: use %s",
        name,
        Syntax.ENV_NAME.rule());
  }
}
