package io.patternedapp.validate.container;

import io.patternedapp.validate.format.AllowedValues;
import io.patternedapp.validate.format.NameFormat;
import io.patternedapp.validate.network.DeclaredPorts;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;
import java.util.Set;

/** What probes and lifecycle hooks have in common. */
final class HandlerRules {

  private static final Set<String> SCHEMES = Set.of("HTTP", "HTTPS");

  private HandlerRules() {}

  /**
   * Reports a handler that does nothing, several things, or asks for an impossible port.
   *
   * @param allowedActions the actions that it may take, for the message
   */
  static void check(ContainerHandler handler, String allowedActions, Problems problems) {
    problems.errorIf(
        handler.actionCount() != 1,
        handler.path(),
        "HandlerCount",
        handler.actionCount() == 0
            ? "nothing is done here: write one of %s"
            : "only one thing can be done here: keep one of %s",
        allowedActions);
    checkExec(handler, problems);
    checkHttp(handler, problems);
    var tcp = handler.tcpSocket();
    problems.errorIf(
        tcp != null && tcp.getPort() == null,
        handler.path() + ".tcpSocket.port",
        "HandlerPortMissing",
        "no port is given: add the name or number of one");
    var grpc = handler.grpc();
    problems.errorIf(
        grpc != null && grpc.getPort() == null,
        handler.path() + ".grpc.port",
        "HandlerPortMissing",
        "no port is given: add its number");
    var port = handler.port();
    if (port != null) {
      problems.errorIf(
          DeclaredPorts.isInvalid(port.value()),
          port.path(),
          "PortNumberInvalid",
          "\"%s\" is not a port: use a number from 1 to 65535 (without quotes) or the name of a port",
          port.value().getValue());
    }
  }

  private static void checkExec(ContainerHandler handler, Problems problems) {
    var exec = handler.exec();
    problems.errorIf(
        exec != null && (exec.getCommand() == null || exec.getCommand().isEmpty()),
        handler.path() + ".exec.command",
        "CommandMissing",
        "no command is given: add one");
  }

  private static void checkHttp(ContainerHandler handler, Problems problems) {
    var http = handler.httpGet();
    if (http == null) {
      return;
    }
    var path = handler.path() + ".httpGet";
    problems.errorIf(
        http.getPort() == null,
        path + ".port",
        "HandlerPortMissing",
        "no port is given: add the name or number of one");
    AllowedValues.check(http.getScheme(), SCHEMES, path + ".scheme", problems);
    for (var header : FieldValue.items(path + ".httpHeaders", http.getHttpHeaders())) {
      problems.errorIf(
          !NameFormat.HEADER_NAME.accepts(header.value().getName()),
          header.pathTo("name"),
          "HeaderNameInvalid",
          "\"%s\" cannot name an HTTP header: use %s",
          header.value().getName(),
          NameFormat.HEADER_NAME.description());
    }
  }
}
