package io.patternedapp.validate;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.patternedapp.api.AppServicePort;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.Roles;
import io.patternedapp.api.ServiceSettings;
import io.patternedapp.expand.TargetPort;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Each port of the Service leads to a container that may be reached. */
final class ServiceTargets implements SpecCheck {

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var service = spec.service();
    if (service == null) {
      return;
    }
    var ports = Located.items("spec.service.ports", service.ports());
    if (ports.isEmpty()) {
      checkImplied(spec, service, problems);
    }
    for (var port : ports) {
      check(spec, port, problems);
    }
  }

  private static void checkImplied(
      PatternedAppSpec spec, ServiceSettings service, Problems problems) {
    problems.errorIf(
        service.clusterIP() == null
            && TargetPort.front(spec).stream()
                .allMatch(container -> container.getPorts().isEmpty()),
        "spec.service.ports",
        "ServiceWithoutPorts",
        "the Service has no port, since the container that clients reach declares none: add ports"
            + " there or here");
  }

  private static void check(
      PatternedAppSpec spec, Located<AppServicePort> port, Problems problems) {
    var target = port.value().targetPort();
    var path = port.at("targetPort");
    if (target != null && target.getStrVal() == null && Ports.isWrong(target)) {
      problems.error(
          path,
          "PortNumberInvalid",
          "%s is not a port: use a number from 1 to 65535, or the name of a port",
          target.getValue());
      return;
    }
    var owners = owners(spec, port.value());
    if (owners.size() > 1) {
      problems.error(
          path,
          "ServiceTargetAmbiguous",
          "ports of %s have this name: rename all but one, or target the number",
          String.join(" and ", owners));
      return;
    }
    var resolved = TargetPort.of(spec, port.value());
    if (resolved instanceof TargetPort.Found found) {
      checkFound(spec, found, path, problems);
    } else if (resolved instanceof TargetPort.Missing missing) {
      problems.error(path, "ServiceTargetMissing", "%s%s", missing.why(), hint(spec, target));
    }
  }

  private static String hint(PatternedAppSpec spec, @Nullable IntOrString target) {
    if (target == null) {
      return "";
    }
    var names =
        Ports.of(spec)
            .filter(declared -> declared.container().runsBesideMain())
            .map(declared -> declared.port().getName())
            .filter(Objects::nonNull)
            .toList();
    return ": " + Nearest.hint(target.getStrVal(), names);
  }

  private static void checkFound(
      PatternedAppSpec spec, TargetPort.Found found, String path, Problems problems) {
    var container = found.container();
    if (Roles.isIsolated(spec) && (container == null || !TargetPort.isOpen(container))) {
      problems.error(
          path,
          "ServiceTargetClosed",
          "port %d is %s, and an app with an Inbound ambassador is reached only through that and"
              + " through adapters: target one of their ports, or set isolate: false on the"
              + " ambassador",
          found.number(),
          container == null
              ? "declared by no container"
              : "that of %s \"%s\"".formatted(container.role().label(), container.name()));
      return;
    }
    problems.warningIf(
        container == null,
        path,
        "ServiceTargetUndeclared",
        "no container declares port %d: add it to the ports of the one that listens there",
        found.number());
  }

  /** The containers that have a port of the name that is targeted. */
  private static List<String> owners(PatternedAppSpec spec, AppServicePort port) {
    var target = port.targetPort();
    if (target == null || target.getStrVal() == null) {
      return List.of();
    }
    return Ports.of(spec)
        .filter(declared -> declared.container().runsBesideMain())
        .filter(declared -> declared.protocol().equals(port.protocolOrDefault()))
        .filter(declared -> declared.answersTo(target))
        .map(declared -> "\"" + declared.container().name() + "\"")
        .distinct()
        .toList();
  }
}
