package io.patternedapp.validate.network;

import io.patternedapp.model.RoleContainer;
import io.patternedapp.validate.check.ContainerCheck;
import io.patternedapp.validate.format.NameFormat;
import io.patternedapp.validate.problem.Problems;
import java.util.HashSet;

/** Numbers and names of the ports of each container. */
public final class ContainerPortsCheck implements ContainerCheck {

  private static final String OUT_OF_RANGE = "%d is not a port: use a number from 1 to 65535";

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
          "\"%s\" cannot name a port: use %s",
          port.getName(),
          NameFormat.PORT_NAME.description());
      problems.errorIf(
          port.getName() != null && !names.add(port.getName()),
          declared.path() + ".name",
          "PortNameTaken",
          "another port of this container is called \"%s\" too: rename one of them",
          port.getName());
    }
  }
}
