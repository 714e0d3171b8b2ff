package io.patternedapp.validate.container;

import io.patternedapp.validate.format.EnumValueRules;
import io.patternedapp.validate.format.NameFormat;
import io.patternedapp.validate.network.DeclaredPorts;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;
import java.util.Set;

/** Rules for the actions of probes and lifecycle hooks. */
final class HandlerRules {

  private static final Set<String> SCHEMES = Set.of("HTTP", "HTTPS");

  private HandlerRules() {}

  /**
   * Checks that a handler has exactly one complete action with a valid port.
   *
   * @param allowedActions the supported actions, for the message
   */
  static void check(ContainerHandler handler, String allowedActions, Problems problems) {
    problems.errorIf(
        handler.actionCount() != 1,
        handler.path(),
        "HandlerCount",
        handler.actionCount() == 0
            ? "Required value: set one of %s"
            : "Forbidden: only one action is allowed; keep one of %s",
        allowedActions);
    checkExec(handler, problems);
    checkHttp(handler, problems);
    var tcp = handler.tcpSocket();
    problems.errorIf(
        tcp != null && tcp.getPort() == null,
        handler.path() + ".tcpSocket.port",
        "HandlerPortMissing",
        "Required value: set the name or number of a port");
    var grpc = handler.grpc();
    problems.errorIf(
        grpc != null && grpc.getPort() == null,
        handler.path() + ".grpc.port",
        "HandlerPortMissing",
        "Required value: set the number of a port");
    var port = handler.port();
    if (port != null) {
      problems.errorIf(
          DeclaredPorts.isInvalid(port.value()),
          port.path(),
          "PortNumberInvalid",
          "Invalid value \"%s\": must be a port number between 1 and 65535 (without quotes) or"
              + " the name of a port",
          port.value().getValue());
    }
  }

  private static void checkExec(ContainerHandler handler, Problems problems) {
    var exec = handler.exec();
    problems.errorIf(
        exec != null && (exec.getCommand() == null || exec.getCommand().isEmpty()),
        handler.path() + ".exec.command",
        "CommandMissing",
        "Required value: set a command");
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
        "Required value: set the name or number of a port");
    EnumValueRules.check(http.getScheme(), SCHEMES, path + ".scheme", problems);
    for (var header : FieldValue.items(path + ".httpHeaders", http.getHttpHeaders())) {
      problems.errorIf(
          !NameFormat.HEADER_NAME.accepts(header.value().getName()),
          header.pathTo("name"),
          "HeaderNameInvalid",
          "Invalid value \"%s\": an HTTP header name %s",
          header.value().getName(),
          NameFormat.HEADER_NAME.description());
    }
  }
}
