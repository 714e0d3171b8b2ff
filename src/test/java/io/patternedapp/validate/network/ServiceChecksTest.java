package io.patternedapp.validate.network;

import io.patternedapp.validate.Findings;
import org.junit.jupiter.api.Test;

class ServiceChecksTest {

  private static final String MAIN = "main: {ports: [{containerPort: 80, name: http}]}\n";
  private static final String APP_WITH_AMBASSADOR =
      """
      main: {ports: [{containerPort: 80, name: http}]}
      ambassadors:
      - name: gate
        isolate: %s
        ports: [{containerPort: 8080, name: public}]
        readinessProbe: {tcpSocket: {port: 8080}}
      adapters: [{name: m, ports: [{containerPort: 9113, name: metrics}]}]
      sidecars: [{name: s, ports: [{containerPort: 90, name: admin}]}]
      """;

  @Test
  void unresolvedServiceTargetPortIsRejected() {
    Findings.in(MAIN + "service: {ports: [{port: 80}, {port: 81, targetPort: http, name: b}]}")
        .none();
    Findings.in(MAIN + "service: {ports: [{port: 80, targetPort: htp}]}")
        .are("spec.service.ports[0].targetPort ServiceTargetMissing")
        .saying(
            "Not found: no container that runs alongside main declares a TCP port named \"htp\"")
        .saying("did you mean \"http\"?");
    Findings.in("service: {ports: [{port: 80}]}")
        .are("spec.service.ports[0].targetPort ServiceTargetMissing")
        .saying("declares no port");
    Findings.in(MAIN + "service: {ports: [{port: 80, targetPort: ''}]}")
        .are("spec.service.ports[0].targetPort ServiceTargetMissing");
    Findings.in(
            """
            init: [{name: i, ports: [{containerPort: 80, name: http}]}]
            service: {ports: [{port: 80, targetPort: http}]}
            """)
        .are("spec.service.ports[0].targetPort ServiceTargetMissing")
        .saying("none is available");
  }

  @Test
  void numericTargetPortOutOfRangeIsRejectedAndUndeclaredIsAWarning() {
    Findings.in(MAIN + "service: {ports: [{port: 80, targetPort: 0}]}")
        .are("spec.service.ports[0].targetPort PortNumberInvalid");
    Findings.in(MAIN + "service: {ports: [{port: 80, targetPort: 65536}]}")
        .are("spec.service.ports[0].targetPort PortNumberInvalid");
    Findings.in(MAIN + "service: {ports: [{port: 80, targetPort: 81}]}")
        .are("warning spec.service.ports[0].targetPort ServiceTargetUndeclared")
        .saying("no container declares port 81");
  }

  @Test
  void ambiguousServiceTargetPortNameIsRejected() {
    Findings.in(
            MAIN
                + """
                sidecars: [{name: s, ports: [{containerPort: 81, name: http}]}]
                service: {ports: [{port: 80, targetPort: http}]}
                """)
        .are("spec.service.ports[0].targetPort ServiceTargetAmbiguous")
        .saying("\"main\" and \"s\" declare ports with this name");
    Findings.in(
            MAIN
                + """
                init: [{name: i, ports: [{containerPort: 81, name: http}]}]
                sidecars: [{name: s, ports: [{containerPort: 81, name: http, protocol: UDP}]}]
                service: {ports: [{port: 80, targetPort: http}]}
                """)
        .none();
  }

  @Test
  void serviceOfAnIsolatedAppMayTargetOnlyAmbassadorAndAdapterPorts() {
    var gated = APP_WITH_AMBASSADOR.formatted("true");
    Findings.in(
            gated
                + """
                service:
                  ports:
                  - {name: a, port: 80}
                  - {name: b, port: 81, targetPort: public}
                  - {name: c, port: 82, targetPort: metrics}
                """)
        .none();
    Findings.in(
            gated
                + """
                service:
                  ports:
                  - {name: a, port: 80, targetPort: http}
                  - {name: b, port: 81, targetPort: admin}
                  - {name: c, port: 82, targetPort: 7000}
                """)
        .are(
            "spec.service.ports[0].targetPort ServiceTargetClosed",
            "spec.service.ports[1].targetPort ServiceTargetClosed",
            "spec.service.ports[2].targetPort ServiceTargetClosed")
        .saying("port 80 is declared by main \"main\"")
        .saying("port 90 is declared by sidecar \"s\"")
        .saying("port 7000 is not declared by any container")
        .saying("set isolate: false");
  }

  @Test
  void serviceOfANonIsolatedAppMayTargetAnyContainer() {
    Findings.in(
            APP_WITH_AMBASSADOR.formatted("false")
                + """
                service:
                  ports:
                  - {name: a, port: 80, targetPort: http}
                  - {name: b, port: 81, targetPort: 7000}
                """)
        .are("warning spec.service.ports[1].targetPort ServiceTargetUndeclared");
  }

  @Test
  void targetPortIsRequiredWithSeveralInboundAmbassadors() {
    var gate =
        """
        - name: %s
          ports: [{containerPort: %d, name: %s}]
          readinessProbe: {tcpSocket: {port: %d}}
        """;
    var gates = "ambassadors:\n" + gate.formatted("a", 1, "x", 1) + gate.formatted("b", 2, "y", 2);
    Findings.in(gates + "service: {ports: [{port: 80}]}")
        .are("spec.service.ports[0].targetPort ServiceTargetMissing")
        .saying("set targetPort, because");
    Findings.in(gates + "service: {}").none();
    Findings.in(gates.replace("name: y", "name: x") + "service: {}")
        .are("spec.ambassadors[1].ports[0].name ServicePortNameTaken")
        .saying("Duplicate value \"x\": two ports of the Service would have this name");
  }

  @Test
  void serviceWithoutPortsIsRejected() {
    Findings.in(MAIN + "service: {}").none();
    Findings.in("service: {}")
        .are("spec.service.ports ServiceWithoutPorts")
        .saying("add ports to the container, or to the Service");
    Findings.in("sidecars: [{name: s, ports: [{containerPort: 1}]}]\nservice: {}")
        .are("spec.service.ports ServiceWithoutPorts");
    Findings.in("service: {clusterIP: None}").none();
  }

  @Test
  void duplicateServicePortsAndPortNamesAreRejected() {
    Findings.in(
            MAIN
                + """
                service:
                  ports:
                  - {name: a, port: 80}
                  - {name: b, port: 80, protocol: TCP}
                  - {name: a, port: 81}
                  - {name: c, port: 80, protocol: UDP, targetPort: 80}
                """)
        .are(
            "warning spec.service.ports[3].targetPort ServiceTargetUndeclared",
            "spec.service.ports[1].port ServicePortTaken",
            "spec.service.ports[2].name ServicePortNameTaken")
        .saying("Duplicate value 80/TCP: spec.service.ports[0] has the same port");
  }

  @Test
  void duplicateDefaultServicePortNamesAreRejected() {
    Findings.in(MAIN + "service: {ports: [{port: 80}, {port: 81}]}")
        .are("spec.service.ports[1].name ServicePortNameTaken")
        .saying("Duplicate value \"http\":")
        .saying("would have this name (see spec.service.ports[0].name)");
    Findings.in(MAIN + "service: {ports: [{port: 80, name: web, targetPort: http}, {port: 81}]}")
        .none();
    var unnamed = "main: {ports: [{containerPort: 53}, {containerPort: 53, protocol: UDP}]}\n";
    Findings.in(unnamed + "service: {ports: [{port: 53}, {port: 53, protocol: UDP}]}")
        .are("spec.service.ports[1].name ServicePortNameTaken")
        .saying("\"port-53\"");
    Findings.in(unnamed + "service: {ports: [{port: 53}, {port: 54, protocol: UDP}]}").none();
    Findings.in(unnamed + "service: {}").are("spec.main.ports[1].name ServicePortNameTaken");
  }

  @Test
  void sidecarPortNameDoesNotConflictWithServicePortNames() {
    Findings.in(
            MAIN
                + """
                sidecars: [{name: s, ports: [{containerPort: 81, name: http}]}]
                service: {}
                """)
        .none();
  }

  @Test
  void duplicateServicePortNamesAreFoundDespiteMissingTargets() {
    Findings.in(MAIN + "service: {ports: [{port: 1, targetPort: x}, {port: 2, targetPort: x}]}")
        .are(
            "spec.service.ports[0].targetPort ServiceTargetMissing",
            "spec.service.ports[1].targetPort ServiceTargetMissing");
    Findings.in(MAIN + "service: {ports: [{port: 1, name: x}, {port: 2, name: x, targetPort: y}]}")
        .are(
            "spec.service.ports[1].targetPort ServiceTargetMissing",
            "spec.service.ports[1].name ServicePortNameTaken");
  }

  @Test
  void invalidServicePortNamesAndAppProtocolsAreRejected() {
    Findings.in(MAIN + "service: {ports: [{port: 80, name: Web, targetPort: http}]}")
        .are("spec.service.ports[0].name ServicePortNameInvalid");
    Findings.in(MAIN + "service: {ports: [{port: 80, name: ''}]}")
        .are("spec.service.ports[0].name ServicePortNameInvalid");
    Findings.in(MAIN + "service: {ports: [{port: 80, appProtocol: kubernetes.io/h2c}]}").none();
    Findings.in(MAIN + "service: {ports: [{port: 80, appProtocol: 'h2 c'}]}")
        .are("spec.service.ports[0].appProtocol AppProtocolInvalid");
  }

  @Test
  void duplicateNodePortOfOneProtocolIsRejected() {
    Findings.in(
            """
            main: {ports: [{containerPort: 1, name: a}, {containerPort: 2, name: b}]}
            service:
              ports:
              - {port: 1, targetPort: a, nodePort: 30000}
              - {port: 2, targetPort: b, nodePort: 30000}
            """)
        .are("spec.service.ports[1].nodePort NodePortTaken")
        .saying("Duplicate value 30000: spec.service.ports[0] has the same nodePort");
    Findings.in(
            """
            main: {ports: [{containerPort: 1, name: a}, {containerPort: 2, name: b, protocol: UDP}]}
            service:
              ports:
              - {port: 1, targetPort: a, nodePort: 32767}
              - {port: 2, targetPort: b, protocol: UDP, nodePort: 32767}
            """)
        .none();
  }

  @Test
  void nodePortOutsideTheDefaultRangeIsAWarning() {
    var service = MAIN + "service: {ports: [{port: 80, nodePort: %d}]}";
    var path = "spec.service.ports[0].nodePort ";
    Findings.in(service.formatted(30000)).none();
    Findings.in(service.formatted(29999))
        .are("warning " + path + "NodePortOutsideRange")
        .saying("29999 is outside 30000-32767");
    Findings.in(service.formatted(32768)).are("warning " + path + "NodePortOutsideRange");
    Findings.in(service.formatted(65535)).are("warning " + path + "NodePortOutsideRange");
    Findings.in(service.formatted(65536)).are(path + "PortNumberInvalid");
    Findings.in(service.formatted(0)).are(path + "PortNumberInvalid");
  }

  @Test
  void nodePortOfAClusterIpServiceIsRejected() {
    var service = MAIN + "service: {%s, ports: [{port: 80, nodePort: 30000}]}";
    Findings.in(service.formatted("type: ClusterIP"))
        .are("spec.service.ports[0].nodePort NodePortWithClusterIP");
    Findings.in(service.formatted("clusterIP: None"))
        .are("spec.service.ports[0].nodePort NodePortWithClusterIP");
    Findings.in(service.formatted("type: LoadBalancer")).none();
  }

  @Test
  void invalidServiceNamesAreRejected() {
    Findings.in(MAIN + "service: {name: %s}".formatted("a".repeat(63))).none();
    for (var bad : new String[] {"1a", "a.b", "''", "a".repeat(64)}) {
      Findings.in(MAIN + "service: {name: %s}".formatted(bad))
          .are("spec.service.name ServiceNameInvalid");
    }
  }

  @Test
  void serviceFieldsOfAnotherServiceTypeAreRejected() {
    Findings.in(MAIN + "service: {type: NodePort, clusterIP: None}")
        .are("spec.service.clusterIP ServiceFieldMisplaced");
    Findings.in(MAIN + "service: {type: ClusterIP, clusterIP: None}").none();
    Findings.in(MAIN + "service: {type: ClusterIP, externalTrafficPolicy: Local}")
        .are("spec.service.externalTrafficPolicy ServiceFieldMisplaced");
    Findings.in(MAIN + "service: {externalTrafficPolicy: Local}").none();
    Findings.in(MAIN + "service: {loadBalancerClass: a, loadBalancerSourceRanges: [10.0.0.0/8]}")
        .are(
            "spec.service.loadBalancerClass ServiceFieldMisplaced",
            "spec.service.loadBalancerSourceRanges ServiceFieldMisplaced");
    Findings.in(
            MAIN
                + """
                service:
                  type: LoadBalancer
                  loadBalancerClass: example.com/a
                  loadBalancerSourceRanges: [10.0.0.0/8, ' fd00::/8 ']
                """)
        .none();
    Findings.in(
            MAIN
                + """
                service:
                  type: LoadBalancer
                  loadBalancerClass: 'a b'
                  loadBalancerSourceRanges: [10.0.0.0/8, 10.0.0.0]
                """)
        .are(
            "spec.service.loadBalancerClass LoadBalancerClassInvalid",
            "spec.service.loadBalancerSourceRanges[1] AddressInvalid");
  }

  @Test
  void sessionAffinityTimeoutOutOfRangeIsRejected() {
    var config = MAIN + "service: {%s sessionAffinityConfig: {clientIP: {timeoutSeconds: %d}}}";
    Findings.in(config.formatted("sessionAffinity: ClientIP,", 86400)).none();
    Findings.in(config.formatted("sessionAffinity: ClientIP,", 1)).none();
    for (var bad : new int[] {0, 86401}) {
      Findings.in(config.formatted("sessionAffinity: ClientIP,", bad))
          .are("spec.service.sessionAffinityConfig.clientIP.timeoutSeconds AffinityTimeoutInvalid");
    }
    Findings.in(config.formatted("", 1))
        .are("spec.service.sessionAffinityConfig ServiceFieldMisplaced");
    Findings.in(MAIN + "service: {sessionAffinity: ClientIP, sessionAffinityConfig: {}}").none();
  }
}
