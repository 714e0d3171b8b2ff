package io.patternedapp.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.service.AppServicePort;
import io.patternedapp.expand.AppYaml;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetPortTest {

  private static final String MAIN = "main: {ports: [{name: http, containerPort: 80}]}";
  private static final String TWO =
      "main: {ports: [{name: http, containerPort: 80}, {name: admin, containerPort: 81}]}";
  private static final String GATE =
      MAIN + ", ambassadors: [{name: gate, ports: [{name: public, containerPort: 8080}]}]";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          main's only port            | MAIN | {port: 8000}                                | 80 http main
          main's only port by name    | MAIN | {port: 8000, name: web}                     | 80 http main
          main's port of that name    | TWO  | {port: 8000, name: admin}                   | 81 admin main
          an ambassador comes first   | GATE | {port: 80}                                  | 8080 public gate
          its number                  | GATE | {port: 80, targetPort: 80}                  | 80 http main
          its name                    | GATE | {port: 80, targetPort: http}                | 80 http main
          an undeclared number        | GATE | {port: 80, targetPort: 9}                   | 9 null null
          a number of other protocol  | MAIN | {port: 80, targetPort: 80, protocol: UDP}   | 80 null null
          """)
  void targetPortIsResolved(String scenario, String app, String port, String expected) {
    var target = TargetPort.resolve(AppYaml.spec("{" + specOf(app) + "}"), port(port));

    assertThat(target)
        .isInstanceOfSatisfying(
            TargetPort.Resolved.class,
            found ->
                assertThat(
                        "%d %s %s"
                            .formatted(
                                found.number(),
                                found.name(),
                                found.container() == null ? null : found.container().name()))
                    .isEqualTo(expected));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          several and no name   | TWO  | {port: 80}                        | Required value: container "main" has several ports and none is named ""; set targetPort
          several and another   | TWO  | {port: 80, name: x}               | Required value: container "main" has several ports and none is named "x"; set targetPort
          none of the protocol  | MAIN | {port: 80, protocol: UDP}         | Required value: the container that receives the traffic declares no port; add one to the container, or set targetPort
          an undeclared name    | MAIN | {port: 80, targetPort: x}         | Not found: no container that runs alongside main declares a TCP port named "x"
          several ambassadors   | GATE2| {port: 80}                        | Required value: set targetPort, because the app has several Inbound ambassadors
          a port of an init     | INIT | {port: 80, targetPort: early}     | Not found: no container that runs alongside main declares a TCP port named "early"
          """)
  void unresolvableTargetPortIsExplained(String scenario, String app, String port, String reason) {
    assertThat(TargetPort.resolve(AppYaml.spec("{" + specOf(app) + "}"), port(port)))
        .isEqualTo(new TargetPort.Unresolved(reason));
  }

  @Test
  void trafficIsAdmittedOnlyToInboundAmbassadorsAndAdapters() {
    var spec =
        AppYaml.spec(
            "{main: {}, init: [{name: i}], sidecars: [{name: s}], adapters: [{name: d}],"
                + " ambassadors: [{name: in}, {name: out, direction: Outbound}]}");

    assertThat(
            Roles.list(spec).stream()
                .filter(TargetPort::admitsTraffic)
                .map(role -> role.name())
                .collect(Collectors.toSet()))
        .containsExactlyInAnyOrder("d", "in");
  }

  @ParameterizedTest
  @CsvSource({
    "MAIN, {port: 8000},            false,",
    "MAIN, '{port: 8000, name: x}', false, x",
    "MAIN, '{port: 8000, name: x}', true,  x",
    "MAIN, {port: 8000},            true,  http",
    "MAIN, '{port: 8000, targetPort: 9}', true, port-8000",
    "TWO,  {port: 8000},            true,  port-8000",
  })
  void servicePortAmongSeveralIsNamedAfterItsTarget(
      String app, String written, boolean several, String name) {
    var port = port(written);
    var target = TargetPort.resolve(AppYaml.spec("{" + specOf(app) + "}"), port);

    assertThat(ServicePorts.resolveName(port, target, several)).isEqualTo(name);
  }

  private static String specOf(String app) {
    return switch (app) {
      case "MAIN" -> MAIN;
      case "TWO" -> TWO;
      case "GATE" -> GATE;
      case "GATE2" -> MAIN + ", ambassadors: [{name: a}, {name: b}]";
      case "INIT" -> MAIN + ", init: [{name: i, ports: [{name: early, containerPort: 7}]}]";
      default -> throw new IllegalArgumentException(app);
    };
  }

  private static AppServicePort port(String yaml) {
    return Serialization.unmarshal("---\n" + yaml, AppServicePort.class);
  }
}
