package io.patternedapp.validate.network;

import io.patternedapp.model.RoleContainer;
import io.patternedapp.validate.check.ContainerCheck;
import io.patternedapp.validate.format.NameFormat;
import io.patternedapp.validate.problem.Problems;
import java.util.HashSet;

/** Checks the numbers and names of container ports. */
public final class ContainerPortsCheck implements ContainerCheck {

  private static final String OUT_OF_RANGE =
      "Invalid value %d: must be a port number between 1 and 65535";

  @Override
  public void check(RoleContainer container, Problems problems) {
    var names = new HashSet<String>();
    for (var declared : DeclaredPorts.list(container)) {
      var port = declared.port();
      problems.errorIf(
          !DeclaredPorts.isValidNumber(port.getContainerPort()),
          declared.path() + ".containerPort",
          "PortNumberInvalid",
          OUT_OF_RANGE,
          port.getContainerPort());
      problems.errorIf(
          port.getHostPort() != null
              && port.getHostPort() != 0
              && !DeclaredPorts.isValidNumber(port.getHostPort()),
          declared.path() + ".hostPort",
          "PortNumberInvalid",
          OUT_OF_RANGE,
          port.getHostPort());
      problems.errorIf(
          port.getName() != null && !NameFormat.PORT_NAME.accepts(port.getName()),
          declared.path() + ".name",
          "PortNameInvalid",
          "Invalid value \"%s\": a port name %s",
          port.getName(),
          NameFormat.PORT_NAME.description());
      problems.errorIf(
          port.getName() != null && !names.add(port.getName()),
          declared.path() + ".name",
          "PortNameTaken",
          "Duplicate value \"%s\": another port of this container has the same name; rename one"
              + " of them",
          port.getName());
    }
  }
}
