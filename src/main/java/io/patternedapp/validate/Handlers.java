package io.patternedapp.validate;

import java.util.Set;

/** What probes and lifecycle hooks have in common. */
final class Handlers {

  private static final Set<String> SCHEMES = Set.of("HTTP", "HTTPS");

  private Handlers() {}

  /**
   * Reports a handler that does nothing, several things, or asks for an impossible port.
   *
   * @param choices the actions that it may take, for the message
   */
  static void check(Handler handler, String choices, Problems problems) {
    problems.errorIf(
        handler.actions() != 1,
        handler.path(),
        "HandlerCount",
        handler.actions() == 0
            ? "nothing is done here: write one of %s"
            : "only one thing can be done here: keep one of %s",
        choices);
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
          Ports.isWrong(port.value()),
          port.path(),
          "PortNumberInvalid",
          "\"%s\" is not a port: use a number from 1 to 65535 (without quotes) or the name of a port",
          port.value().getValue());
    }
  }

  private static void checkExec(Handler handler, Problems problems) {
    var exec = handler.exec();
    problems.errorIf(
        exec != null && (exec.getCommand() == null || exec.getCommand().isEmpty()),
        handler.path() + ".exec.command",
        "CommandMissing",
        "no command is given: add one");
  }

  private static void checkHttp(Handler handler, Problems problems) {
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
    Enums.check(http.getScheme(), SCHEMES, path + ".scheme", problems);
    for (var header : Located.items(path + ".httpHeaders", http.getHttpHeaders())) {
      problems.errorIf(
          !Syntax.HEADER_NAME.accepts(header.value().getName()),
          header.at("name"),
          "HeaderNameInvalid",
          "\"%s\" cannot name an HTTP header: use %s",
          header.value().getName(),
          Syntax.HEADER_NAME.rule());
    }
  }
}
