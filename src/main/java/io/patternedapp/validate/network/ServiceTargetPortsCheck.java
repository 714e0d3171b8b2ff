package io.patternedapp.validate.network;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.service.AppServicePort;
import io.patternedapp.api.service.ServiceSettings;
import io.patternedapp.model.Roles;
import io.patternedapp.model.TargetPort;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.format.Suggestions;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks that each Service port has a target port that accepts traffic. */
public final class ServiceTargetPortsCheck implements SpecCheck {

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var service = spec.service();
    if (service == null) {
      return;
    }
    var ports = FieldValue.items("spec.service.ports", service.ports());
    if (ports.isEmpty()) {
      checkDefaultPorts(spec, service, problems);
    }
    for (var port : ports) {
      check(spec, port, problems);
    }
  }

  private static void checkDefaultPorts(
      PatternedAppSpec spec, ServiceSettings service, Problems problems) {
    problems.errorIf(
        service.clusterIP() == null
            && TargetPort.entryContainers(spec).stream()
                .allMatch(container -> container.getPorts().isEmpty()),
        "spec.service.ports",
        "ServiceWithoutPorts",
        "Required value: the container that receives the Service's traffic declares no ports;"
            + " add ports to the container, or to the Service");
  }

  private static void check(
      PatternedAppSpec spec, FieldValue<AppServicePort> port, Problems problems) {
    var target = port.value().targetPort();
    var path = port.pathTo("targetPort");
    if (target != null && target.getStrVal() == null && DeclaredPorts.isInvalid(target)) {
      problems.error(
          path,
          "PortNumberInvalid",
          "Invalid value %s: must be a port number between 1 and 65535, or the name of a port",
          target.getValue());
      return;
    }
    var matching = matchingContainers(spec, port.value());
    if (matching.size() > 1) {
      problems.error(
          path,
          "ServiceTargetAmbiguous",
          "Invalid value: %s declare ports with this name; rename all but one, or use the port"
              + " number",
          String.join(" and ", matching));
      return;
    }
    var resolved = TargetPort.resolve(spec, port.value());
    if (resolved instanceof TargetPort.Resolved found) {
      checkResolved(spec, found, path, problems);
    } else if (resolved instanceof TargetPort.Unresolved missing) {
      problems.error(
          path, "ServiceTargetMissing", "%s%s", missing.message(), suggestion(spec, target));
    }
  }

  private static String suggestion(PatternedAppSpec spec, @Nullable IntOrString target) {
    if (target == null) {
      return "";
    }
    var names =
        DeclaredPorts.stream(spec)
            .filter(declared -> declared.container().runsAlongsideMain())
            .map(declared -> declared.port().getName())
            .filter(Objects::nonNull)
            .toList();
    return "; " + Suggestions.didYouMean(target.getStrVal(), names);
  }

  private static void checkResolved(
      PatternedAppSpec spec, TargetPort.Resolved resolved, String path, Problems problems) {
    var container = resolved.container();
    if (Roles.isIsolated(spec) && (container == null || !TargetPort.admitsTraffic(container))) {
      problems.error(
          path,
          "ServiceTargetClosed",
          "Forbidden: port %d is %s, and an app with an Inbound ambassador accepts traffic only"
              + " on the ports of Inbound ambassadors and adapters; use one of those ports, or"
              + " set isolate: false on the ambassador",
          resolved.number(),
          container == null
              ? "not declared by any container"
              : "declared by %s \"%s\""
                  .formatted(container.role().displayName(), container.name()));
      return;
    }
    problems.warningIf(
        container == null,
        path,
        "ServiceTargetUndeclared",
        "no container declares port %d: add it to the ports of the container that listens on it",
        resolved.number());
  }

  /** Lists the containers that declare a port with the target port name. */
  private static List<String> matchingContainers(PatternedAppSpec spec, AppServicePort port) {
    var target = port.targetPort();
    if (target == null || target.getStrVal() == null) {
      return List.of();
    }
    return DeclaredPorts.stream(spec)
        .filter(declared -> declared.container().runsAlongsideMain())
        .filter(declared -> declared.protocol().equals(port.protocolOrDefault()))
        .filter(declared -> declared.matches(target))
        .map(declared -> "\"" + declared.container().name() + "\"")
        .distinct()
        .toList();
  }
}
