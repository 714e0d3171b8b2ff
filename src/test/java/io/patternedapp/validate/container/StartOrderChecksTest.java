package io.patternedapp.validate.container;

import io.patternedapp.validate.Findings;
import org.junit.jupiter.api.Test;

class StartOrderChecksTest {

  @Test
  void startAfterAcceptsInitContainersAndNativeHelpers() {
    Findings.in(
            """
            init: [{name: load, startAfter: [proxy]}]
            sidecars: [{name: logs, startAfter: [load, proxy]}]
            ambassadors: [{name: proxy, direction: Outbound}]
            """)
        .none();
  }

  @Test
  void unknownStartAfterNameSuggestsTheNearest() {
    Findings.in(
            """
            init: [{name: load, startAfter: [proxi, zzzzzzzzzzzz]}]
            ambassadors: [{name: proxy, direction: Outbound}]
            """)
        .are(
            "spec.init[0].startAfter[0] StartAfterUnknown",
            "spec.init[0].startAfter[1] StartAfterUnknown")
        .saying("no container is named \"proxi\"; did you mean \"proxy\"?")
        .saying("available: \"load\", \"proxy\"");
  }

  @Test
  void startAfterItselfIsRejected() {
    Findings.in("init: [{name: a, startAfter: [a]}]")
        .are("spec.init[0].startAfter[0] StartAfterItself");
  }

  @Test
  void startAfterMainIsRejected() {
    Findings.in("sidecars: [{name: a, startAfter: [main]}]")
        .are("spec.sidecars[0].startAfter[0] StartAfterMain")
        .saying("set mode: Regular");
    Findings.in("{main: {name: web}, init: [{name: a, startAfter: [web]}]}")
        .are("spec.init[0].startAfter[0] StartAfterMain")
        .saying("Invalid value \"web\": main starts last; remove it");
  }

  @Test
  void startAfterOnOrToARegularHelperIsRejected() {
    Findings.in("{adapters: [{name: a, startAfter: [b]}], sidecars: [{name: b}]}")
        .are("spec.adapters[0].startAfter StartAfterOnRegular")
        .saying("set mode: Native");
    Findings.in("{adapters: [{name: a}], sidecars: [{name: b, startAfter: [a]}]}")
        .are("spec.sidecars[0].startAfter[0] StartAfterRegular");
    Findings.in("{adapters: [{name: a, mode: Native, startAfter: [b]}], sidecars: [{name: b}]}")
        .none();
  }

  @Test
  void startAfterCycleIsReportedOnceWithItsMembers() {
    Findings.in(
            """
            init: [{name: d, startAfter: [a]}]
            sidecars:
            - {name: a, startAfter: [b]}
            - {name: b, startAfter: [c]}
            - {name: c, startAfter: [a]}
            """)
        .are("spec.sidecars[0].startAfter StartAfterCycle")
        .saying("a after b after c after a");
    Findings.in("sidecars: [{name: a, startAfter: [b]}, {name: b, startAfter: [a]}]")
        .are("spec.sidecars[0].startAfter StartAfterCycle");
  }

  @Test
  void startupProbeOnAPortOfMainIsADeadlock() {
    Findings.in(
            """
            main: {ports: [{containerPort: 80}]}
            sidecars: [{name: a, startupProbe: {tcpSocket: {port: 80}}}]
            """)
        .are("spec.sidecars[0].startupProbe.tcpSocket.port StartupDeadlock")
        .saying("Invalid value 80: main \"main\" declares this port and starts only after")
        .saying("set mode: Regular");
  }

  @Test
  void startupProbeOnAPortOfALaterHelperIsADeadlock() {
    var app =
        """
        ambassadors: [{name: p, direction: Outbound, startupProbe: {httpGet: {port: 90}}%s}]
        sidecars: [{name: s, ports: [{containerPort: 90}]}]
        """;
    Findings.in(app.formatted(""))
        .are("spec.ambassadors[0].startupProbe.httpGet.port StartupDeadlock")
        .saying("sidecar \"s\" declares this port");
    Findings.in(app.formatted(", startAfter: [s]")).none();
  }

  @Test
  void startupProbeOnAPortOfARegularHelperIsADeadlock() {
    Findings.in(
            """
            adapters: [{name: m, ports: [{containerPort: 90}]}]
            sidecars: [{name: s, startupProbe: {grpc: {port: 90}}}]
            """)
        .are("spec.sidecars[0].startupProbe.grpc.port StartupDeadlock");
  }

  @Test
  void startupProbeOnItsOwnOrAnEarlierPortIsAccepted() {
    Findings.in(
            """
            main: {ports: [{containerPort: 80}]}
            sidecars:
            - {name: a, ports: [{containerPort: 81}], startupProbe: {tcpSocket: {port: 81}}}
            - {name: b, startupProbe: {tcpSocket: {port: 81}}}
            - {name: c, startupProbe: {tcpSocket: {port: 80, host: example.com}}}
            - {name: d, startupProbe: {exec: {command: [x]}}}
            - {name: e, mode: Regular, startupProbe: {tcpSocket: {port: 80}}}
            - {name: f, readinessProbe: {tcpSocket: {port: 80}}}
            """)
        .none();
  }

  @Test
  void startupProbeOnAnUndeclaredPortIsOnlyAWarning() {
    var undeclared = "warning spec.sidecars[0].startupProbe.tcpSocket.port ProbePortUndeclared";
    Findings.in(
            """
            main: {ports: [{containerPort: 80}]}
            sidecars: [{name: a, startupProbe: {tcpSocket: {port: 82}}}]
            """)
        .are(undeclared);
    Findings.in(
            """
            init: [{name: i, startAfter: [a], ports: [{containerPort: 82}]}]
            sidecars: [{name: a, startupProbe: {tcpSocket: {port: 82}}}]
            """)
        .are(undeclared);
  }

  @Test
  void readinessProbeThatOtherContainersWaitForIsCheckedForDeadlock() {
    var probe = "readinessProbe: {tcpSocket: {port: 80, host: localhost}}";
    Findings.in(
            """
            main: {ports: [{containerPort: 80}]}
            init: [{name: i, startAfter: [a]}]
            sidecars: [{name: a, %s}]
            ambassadors:
            - {name: o, direction: Outbound, %s}
            """
                .formatted(probe, probe))
        .are(
            "spec.ambassadors[0].readinessProbe.tcpSocket.port StartupDeadlock",
            "spec.sidecars[0].readinessProbe.tcpSocket.port StartupDeadlock");
    Findings.in(
            """
            main: {ports: [{containerPort: 80}]}
            ambassadors:
            - name: o
              direction: Outbound
              %s
              startupProbe: {exec: {command: [x]}}
            - name: i
              ports: [{containerPort: 81}]
              %s
            """
                .formatted(probe, probe))
        .none();
  }
}
