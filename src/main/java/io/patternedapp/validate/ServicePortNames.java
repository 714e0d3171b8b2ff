package io.patternedapp.validate;

import io.patternedapp.api.AppServicePort;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.Roles;
import io.patternedapp.expand.Services;
import io.patternedapp.expand.TargetPort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;

/** The Service's ports differ in name and in number, also where the operator fills in the name. */
final class ServicePortNames implements SpecCheck {

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var service = spec.service();
    if (service == null) {
      return;
    }
    var ports = Located.items("spec.service.ports", service.ports());
    ports.forEach(port -> checkForm(port, problems));
    checkNumbers(ports, problems);
    checkNames(ports.isEmpty() ? impliedNames(spec) : names(spec, ports), problems);
  }

  private static void checkForm(Located<AppServicePort> port, Problems problems) {
    var name = port.value().name();
    problems.errorIf(
        name != null && !Syntax.DNS_LABEL.accepts(name),
        port.at("name"),
        "ServicePortNameInvalid",
        "\"%s\" cannot name a port of a Service: use %s",
        name,
        Syntax.DNS_LABEL.rule());
    var appProtocol = port.value().appProtocol();
    problems.errorIf(
        !Syntax.QUALIFIED_NAME.acceptsIfGiven(appProtocol),
        port.at("appProtocol"),
        "AppProtocolInvalid",
        "\"%s\" cannot be an appProtocol: use %s",
        appProtocol,
        Syntax.QUALIFIED_NAME.rule());
  }

  private static void checkNumbers(List<Located<AppServicePort>> ports, Problems problems) {
    var taken = new HashMap<String, String>();
    for (var port : ports) {
      var number = port.value().port() + "/" + port.value().protocolOrDefault();
      var first = taken.putIfAbsent(number, port.path());
      problems.errorIf(
          first != null,
          port.at("port"),
          "ServicePortTaken",
          "port %s is that of %s too: change one of them",
          number,
          first);
    }
  }

  private static void checkNames(List<Located<String>> names, Problems problems) {
    var taken = new HashMap<String, String>();
    for (var name : names) {
      var first = taken.putIfAbsent(name.value(), name.path());
      problems.errorIf(
          first != null,
          name.path(),
          "ServicePortNameTaken",
          "two ports of the Service would be called \"%s\" (see %s): give each a name of its own",
          name.value(),
          first);
    }
  }

  private static List<Located<String>> names(
      PatternedAppSpec spec, List<Located<AppServicePort>> ports) {
    var names = new ArrayList<Located<String>>();
    for (var port : ports) {
      var target = TargetPort.of(spec, port.value());
      if (port.value().name() != null || target instanceof TargetPort.Found) {
        var name = Services.portName(port.value(), target, true);
        names.add(new Located<>(port.at("name"), String.valueOf(name)));
      }
    }
    return names;
  }

  private static List<Located<String>> impliedNames(PatternedAppSpec spec) {
    var front = TargetPort.front(spec);
    return Roles.of(spec).stream()
        .filter(container -> front.stream().anyMatch(f -> f == container.container()))
        .flatMap(container -> Ports.of(container).stream())
        .map(
            declared ->
                new Located<>(
                    declared.path() + ".name",
                    Objects.requireNonNullElse(
                        declared.port().getName(), "port-" + declared.port().getContainerPort())))
        .toList();
  }
}
