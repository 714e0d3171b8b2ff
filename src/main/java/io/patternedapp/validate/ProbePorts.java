package io.patternedapp.validate;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.Role;
import io.patternedapp.api.RoleContainer;
import io.patternedapp.api.Roles;

/** Ports that probes and hooks ask for are there. */
final class ProbePorts implements SpecCheck {

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    for (var container : Roles.of(spec)) {
      if (container.role() == Role.INIT) {
        continue;
      }
      for (var probe : Handler.probes(container)) {
        var handler = Handler.of(probe.path(), probe.value());
        checkName(container, handler, problems);
        checkNumber(spec, handler, problems);
      }
      for (var hook : Handler.hooks(container)) {
        checkName(container, Handler.of(hook.path(), hook.value()), problems);
      }
    }
  }

  private static void checkName(RoleContainer container, Handler handler, Problems problems) {
    Located<IntOrString> port = handler.port();
    if (port == null || !Syntax.PORT_NAME.accepts(port.value().getStrVal())) {
      return;
    }
    problems.errorIf(
        Ports.of(container).stream().noneMatch(own -> own.answersTo(port.value())),
        port.path(),
        "ProbePortUnknown",
        "%s \"%s\" itself declares no port \"%s\", and a probe or hook cannot name another"
            + " container's: add it to its ports or use a number; %s",
        container.role().label(),
        container.name(),
        port.value().getStrVal(),
        Nearest.hint(port.value().getStrVal(), Ports.names(container)));
  }

  private static void checkNumber(PatternedAppSpec spec, Handler handler, Problems problems) {
    Located<IntOrString> port = handler.port();
    if (port == null || !Ports.isNumber(port.value().getIntVal()) || !handler.asksPod()) {
      return;
    }
    problems.warningIf(
        Ports.of(spec)
            .filter(declared -> declared.container().runsBesideMain())
            .noneMatch(declared -> declared.answersTo(port.value())),
        port.path(),
        "ProbePortUndeclared",
        "no container declares port %d: add it to the ports of the one that listens there",
        port.value().getIntVal());
  }
}
