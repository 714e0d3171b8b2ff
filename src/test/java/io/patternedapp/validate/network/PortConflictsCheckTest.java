package io.patternedapp.validate.network;

import io.patternedapp.validate.Findings;
import org.junit.jupiter.api.Test;

class PortConflictsCheckTest {

  @Test
  void portSharedByConcurrentContainersIsRejected() {
    Findings.in(
            """
            main: {ports: [{containerPort: 80}]}
            sidecars:
            - {name: a, ports: [{containerPort: 81}, {containerPort: 80}]}
            - {name: b, mode: Regular, ports: [{containerPort: 81}]}
            """)
        .are(
            "spec.sidecars[0].ports[1].containerPort PortClash",
            "spec.sidecars[1].ports[0].containerPort PortClash")
        .saying("80 (TCP): main \"main\" declares the same port (spec.main.ports[0])")
        .saying("81 (TCP): sidecar \"a\" declares the same port (spec.sidecars[0].ports[0])");
  }

  @Test
  void portDeclaredTwiceInAContainerIsRejected() {
    Findings.in("main: {ports: [{containerPort: 80}, {containerPort: 80, protocol: TCP}]}")
        .are("spec.main.ports[1].containerPort PortClash");
  }

  @Test
  void samePortWithDifferentProtocolsIsAccepted() {
    Findings.in(
            """
            main: {ports: [{containerPort: 53}, {containerPort: 53, protocol: UDP}]}
            sidecars: [{name: a, ports: [{containerPort: 53, protocol: SCTP}]}]
            """)
        .none();
  }

  @Test
  void portConflictWithSeveralContainersIsReportedOnce() {
    Findings.in(
            """
            main: {ports: [{containerPort: 80}]}
            sidecars:
            - {name: a, ports: [{containerPort: 80}]}
            - {name: b, ports: [{containerPort: 80}]}
            """)
        .are(
            "spec.sidecars[0].ports[0].containerPort PortClash",
            "spec.sidecars[1].ports[0].containerPort PortClash");
  }

  @Test
  void initContainerPortsDoNotConflictByDefault() {
    Findings.in(
            """
            main: {ports: [{containerPort: 80}]}
            init:
            - {name: a, ports: [{containerPort: 80}]}
            - {name: b, ports: [{containerPort: 80}, {containerPort: 81}]}
            sidecars: [{name: c, ports: [{containerPort: 81}]}]
            """)
        .none();
  }

  @Test
  void initContainerPortConflictsWithHelpersThatStartBefore() {
    Findings.in(
            """
            init:
            - {name: a, ports: [{containerPort: 80}]}
            - {name: b, ports: [{containerPort: 80}], startAfter: [c]}
            sidecars: [{name: c, ports: [{containerPort: 80}]}]
            """)
        .are("spec.sidecars[0].ports[0].containerPort PortClash")
        .saying("init \"b\" declares the same port (spec.init[1].ports[0])");
  }

  @Test
  void initContainerPortDoesNotConflictWithHelpersThatStartWithMain() {
    Findings.in(
            """
            init: [{name: a, ports: [{containerPort: 80}], startAfter: [b]}]
            sidecars: [{name: b}]
            adapters: [{name: c, ports: [{containerPort: 80}]}]
            """)
        .none();
  }

  @Test
  void duplicateHostPortIsRejected() {
    Findings.in(
            """
            main: {ports: [{containerPort: 80, hostPort: 8080}]}
            sidecars:
            - {name: a, ports: [{containerPort: 81, hostPort: 8080}]}
            - {name: b, ports: [{containerPort: 82, hostPort: 8081}]}
            """)
        .are("spec.sidecars[0].ports[0].hostPort HostPortClash")
        .saying("Duplicate value 8080 (TCP): spec.main.ports[0] has the same hostPort");
    Findings.in(
            """
            main: {ports: [{containerPort: 80, hostPort: 0}]}
            sidecars: [{name: a, ports: [{containerPort: 81, hostPort: 0}, {containerPort: 82}]}]
            """)
        .none();
  }

  @Test
  void hostPortsOnDifferentHostIpsDoNotConflict() {
    var apart =
        """
        main: {ports: [{containerPort: 80, hostPort: 8080, hostIP: 10.0.0.1}]}
        sidecars: [{name: a, ports: [{containerPort: 81, hostPort: 8080, hostIP: '%s'}]}]
        """;
    Findings.in(apart.formatted("10.0.0.2")).none();
    for (var same : new String[] {"10.0.0.1", "", "0.0.0.0", "::"}) {
      Findings.in(apart.formatted(same)).are("spec.sidecars[0].ports[0].hostPort HostPortClash");
    }
  }
}
