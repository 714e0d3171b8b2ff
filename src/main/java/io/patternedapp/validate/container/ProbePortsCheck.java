package io.patternedapp.validate.container;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.model.ContainerRole;
import io.patternedapp.model.RoleContainer;
import io.patternedapp.model.Roles;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.format.NameFormat;
import io.patternedapp.validate.format.Suggestions;
import io.patternedapp.validate.network.DeclaredPorts;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;

/** Checks that containers declare the ports that probes and lifecycle hooks use. */
public final class ProbePortsCheck implements SpecCheck {

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    for (var container : Roles.list(spec)) {
      if (container.role() == ContainerRole.INIT) {
        continue;
      }
      for (var probe : ContainerHandler.listProbes(container)) {
        var handler = ContainerHandler.of(probe.path(), probe.value());
        checkName(container, handler, problems);
        checkNumber(spec, handler, problems);
      }
      for (var hook : ContainerHandler.listLifecycleHooks(container)) {
        checkName(container, ContainerHandler.of(hook.path(), hook.value()), problems);
      }
    }
  }

  private static void checkName(
      RoleContainer container, ContainerHandler handler, Problems problems) {
    FieldValue<IntOrString> port = handler.port();
    if (port == null || !NameFormat.PORT_NAME.accepts(port.value().getStrVal())) {
      return;
    }
    problems.errorIf(
        DeclaredPorts.list(container).stream()
            .noneMatch(declared -> declared.matches(port.value())),
        port.path(),
        "ProbePortUnknown",
        "Not found: %s \"%s\" declares no port \"%s\", and a probe or hook cannot use a port"
            + " name of another container; add the port to the container's ports, or use a"
            + " number; %s",
        container.role().displayName(),
        container.name(),
        port.value().getStrVal(),
        Suggestions.didYouMean(port.value().getStrVal(), DeclaredPorts.names(container)));
  }

  private static void checkNumber(
      PatternedAppSpec spec, ContainerHandler handler, Problems problems) {
    FieldValue<IntOrString> port = handler.port();
    if (port == null
        || !DeclaredPorts.isValidNumber(port.value().getIntVal())
        || !handler.targetsPod()) {
      return;
    }
    problems.warningIf(
        DeclaredPorts.stream(spec)
            .filter(declared -> declared.container().runsAlongsideMain())
            .noneMatch(declared -> declared.matches(port.value())),
        port.path(),
        "ProbePortUndeclared",
        "no container declares port %d: add it to the ports of the container that listens on it",
        port.value().getIntVal());
  }
}
