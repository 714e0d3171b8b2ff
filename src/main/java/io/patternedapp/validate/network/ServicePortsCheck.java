package io.patternedapp.validate.network;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.service.AppServicePort;
import io.patternedapp.model.Roles;
import io.patternedapp.model.ServicePorts;
import io.patternedapp.model.TargetPort;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.format.NameFormat;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;

/** Checks that Service ports are unique by number and by name, including default names. */
public final class ServicePortsCheck implements SpecCheck {

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var service = spec.service();
    if (service == null) {
      return;
    }
    var ports = FieldValue.items("spec.service.ports", service.ports());
    ports.forEach(port -> checkFormat(port, problems));
    checkNumbers(ports, problems);
    checkNames(ports.isEmpty() ? defaultNames(spec) : effectiveNames(spec, ports), problems);
  }

  private static void checkFormat(FieldValue<AppServicePort> port, Problems problems) {
    var name = port.value().name();
    problems.errorIf(
        name != null && !NameFormat.DNS_LABEL.accepts(name),
        port.pathTo("name"),
        "ServicePortNameInvalid",
        "Invalid value \"%s\": a Service port name %s",
        name,
        NameFormat.DNS_LABEL.description());
    var appProtocol = port.value().appProtocol();
    problems.errorIf(
        !NameFormat.QUALIFIED_NAME.acceptsIfPresent(appProtocol),
        port.pathTo("appProtocol"),
        "AppProtocolInvalid",
        "Invalid value \"%s\": an appProtocol %s",
        appProtocol,
        NameFormat.QUALIFIED_NAME.description());
  }

  private static void checkNumbers(List<FieldValue<AppServicePort>> ports, Problems problems) {
    var taken = new HashMap<String, String>();
    for (var port : ports) {
      var numberAndProtocol = port.value().port() + "/" + port.value().protocolOrDefault();
      var first = taken.putIfAbsent(numberAndProtocol, port.path());
      problems.errorIf(
          first != null,
          port.pathTo("port"),
          "ServicePortTaken",
          "Duplicate value %s: %s has the same port and protocol; change one of them",
          numberAndProtocol,
          first);
    }
  }

  private static void checkNames(List<FieldValue<String>> names, Problems problems) {
    var taken = new HashMap<String, String>();
    for (var name : names) {
      var first = taken.putIfAbsent(name.value(), name.path());
      problems.errorIf(
          first != null,
          name.path(),
          "ServicePortNameTaken",
          "Duplicate value \"%s\": two ports of the Service would have this name (see %s); set a"
              + " different name on one of them",
          name.value(),
          first);
    }
  }

  private static List<FieldValue<String>> effectiveNames(
      PatternedAppSpec spec, List<FieldValue<AppServicePort>> ports) {
    var names = new ArrayList<FieldValue<String>>();
    for (var port : ports) {
      var target = TargetPort.resolve(spec, port.value());
      if (port.value().name() != null || target instanceof TargetPort.Resolved) {
        var name = ServicePorts.resolveName(port.value(), target, true);
        names.add(new FieldValue<>(port.pathTo("name"), String.valueOf(name)));
      }
    }
    return names;
  }

  private static List<FieldValue<String>> defaultNames(PatternedAppSpec spec) {
    var entryContainers = TargetPort.entryContainers(spec);
    return Roles.list(spec).stream()
        .filter(container -> entryContainers.stream().anyMatch(f -> f == container.container()))
        .flatMap(container -> DeclaredPorts.list(container).stream())
        .map(
            declared ->
                new FieldValue<>(
                    declared.path() + ".name",
                    Objects.requireNonNullElse(
                        declared.port().getName(), "port-" + declared.port().getContainerPort())))
        .toList();
  }
}
