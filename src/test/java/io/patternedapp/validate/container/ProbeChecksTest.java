package io.patternedapp.validate.container;

import io.patternedapp.validate.Findings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeChecksTest {

  @Test
  void probeMustHaveExactlyOneHandler() {
    Findings.in("main: {livenessProbe: {}}")
        .are("spec.main.livenessProbe HandlerCount")
        .saying("set one of exec, httpGet, tcpSocket, grpc");
    Findings.in(
            """
            main:
              ports: [{containerPort: 80}]
              readinessProbe: {exec: {command: [x]}, tcpSocket: {port: 80}}
            """)
        .are("spec.main.readinessProbe HandlerCount")
        .saying("keep one of");
  }

  @Test
  void lifecycleHookMustHaveExactlyOneHandler() {
    Findings.in("main: {lifecycle: {postStart: {}, preStop: {exec: {command: [x]}}}}")
        .are("spec.main.lifecycle.postStart HandlerCount")
        .saying("set one of exec, httpGet, tcpSocket, sleep");
    Findings.in("main: {lifecycle: {preStop: {exec: {command: [x]}, sleep: {seconds: 1}}}}")
        .are("spec.main.lifecycle.preStop HandlerCount");
  }

  @Test
  void incompleteProbeAndHookHandlersAreRejected() {
    Findings.in(
            """
            main:
              livenessProbe: {exec: {}}
              readinessProbe: {httpGet: {path: /}}
              startupProbe: {tcpSocket: {}}
              lifecycle: {postStart: {exec: {command: []}}}
            sidecars: [{name: a, livenessProbe: {grpc: {}}}]
            """)
        .are(
            "spec.main.livenessProbe.exec.command CommandMissing",
            "spec.main.readinessProbe.httpGet.port HandlerPortMissing",
            "spec.main.startupProbe.tcpSocket.port HandlerPortMissing",
            "spec.sidecars[0].livenessProbe.grpc.port HandlerPortMissing",
            "spec.main.lifecycle.postStart.exec.command CommandMissing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "-1", "'80'", "''", "Http", "a--b"})
  void invalidProbePortsAreRejected(String port) {
    Findings.in("main: {livenessProbe: {tcpSocket: {port: %s}}}".formatted(port))
        .are("spec.main.livenessProbe.tcpSocket.port PortNumberInvalid");
  }

  @Test
  void invalidHttpProbeSchemeAndHeaderNamesAreRejected() {
    Findings.in(
            """
            main:
              ports: [{containerPort: 80}]
              livenessProbe:
                httpGet: {port: 80, scheme: http, httpHeaders: [{name: A b}, {name: X-A}, {}]}
            """)
        .are(
            "spec.main.livenessProbe.httpGet.scheme ValueUnknown",
            "spec.main.livenessProbe.httpGet.httpHeaders[0].name HeaderNameInvalid",
            "spec.main.livenessProbe.httpGet.httpHeaders[2].name HeaderNameInvalid");
    Findings.in(
            """
            main:
              ports: [{containerPort: 80}]
              livenessProbe: {httpGet: {port: 80, scheme: HTTPS}}
            """)
        .none();
  }

  @Test
  void negativeProbeNumbersAreRejected() {
    Findings.in(
            """
            main:
              livenessProbe:
                exec: {command: [x]}
                initialDelaySeconds: -1
                timeoutSeconds: -1
                periodSeconds: -1
                failureThreshold: -1
                successThreshold: -1
            """)
        .are(
            "spec.main.livenessProbe.initialDelaySeconds ProbeNumberInvalid",
            "spec.main.livenessProbe.timeoutSeconds ProbeNumberInvalid",
            "spec.main.livenessProbe.periodSeconds ProbeNumberInvalid",
            "spec.main.livenessProbe.failureThreshold ProbeNumberInvalid",
            "spec.main.livenessProbe.successThreshold ProbeNumberInvalid")
        .saying("Invalid value -1: must be greater than or equal to 0");
    Findings.in(
            """
            main:
              livenessProbe:
                exec: {command: [x]}
                initialDelaySeconds: 0
                timeoutSeconds: 0
                successThreshold: 0
            """)
        .none();
  }

  @Test
  void successThresholdAboveOneIsRejectedExceptForReadiness() {
    var two = "exec: {command: [x]}, successThreshold: 2";
    Findings.in(
            "main: {livenessProbe: {%s}, readinessProbe: {%s}, startupProbe: {%s}}"
                .formatted(two, two, two))
        .are(
            "spec.main.livenessProbe.successThreshold ProbeNumberInvalid",
            "spec.main.startupProbe.successThreshold ProbeNumberInvalid");
    Findings.in("main: {livenessProbe: {exec: {command: [x]}, successThreshold: 1}}").none();
  }

  @Test
  void readinessProbeWithTerminationGracePeriodIsRejected() {
    var grace = "exec: {command: [x]}, terminationGracePeriodSeconds: %d";
    Findings.in("main: {readinessProbe: {%s}}".formatted(grace.formatted(5)))
        .are("spec.main.readinessProbe.terminationGracePeriodSeconds ProbeNumberInvalid")
        .saying("must not be set for a readinessProbe");
    Findings.in("main: {livenessProbe: {%s}}".formatted(grace.formatted(0)))
        .are("spec.main.livenessProbe.terminationGracePeriodSeconds ProbeNumberInvalid")
        .saying("Invalid value 0: must be greater than 0");
    Findings.in("main: {livenessProbe: {%s}}".formatted(grace.formatted(1))).none();
  }

  @Test
  void namedProbePortMustBeDeclaredByItsOwnContainer() {
    Findings.in(
            """
            main: {ports: [{containerPort: 80, name: http}]}
            sidecars:
            - name: a
              ports: [{containerPort: 81, name: htp}]
              livenessProbe: {httpGet: {port: http}}
              lifecycle: {preStop: {httpGet: {port: http}}}
            """)
        .are(
            "spec.sidecars[0].livenessProbe.httpGet.port ProbePortUnknown",
            "spec.sidecars[0].lifecycle.preStop.httpGet.port ProbePortUnknown")
        .saying("sidecar \"a\" declares no port \"http\"")
        .saying("did you mean \"htp\"?");
    Findings.in(
            """
            main:
              ports: [{containerPort: 80, name: http}]
              livenessProbe: {httpGet: {port: http}}
              lifecycle: {preStop: {tcpSocket: {port: http}}}
            """)
        .none();
  }

  @Test
  void undeclaredNumericProbePortIsAWarning() {
    Findings.in("main: {livenessProbe: {tcpSocket: {port: 80}}}")
        .are("warning spec.main.livenessProbe.tcpSocket.port ProbePortUndeclared")
        .saying("no container declares port 80");
    Findings.in("main: {ports: [{containerPort: 81}], livenessProbe: {tcpSocket: {port: 80}}}")
        .are("warning spec.main.livenessProbe.tcpSocket.port ProbePortUndeclared");
    Findings.in("main: {livenessProbe: {grpc: {port: 80}}}")
        .are("warning spec.main.livenessProbe.grpc.port ProbePortUndeclared");
    Findings.in(
            """
            init: [{name: i, ports: [{containerPort: 80}]}]
            main: {livenessProbe: {httpGet: {port: 80, host: 127.0.0.1}}}
            """)
        .are("warning spec.main.livenessProbe.httpGet.port ProbePortUndeclared");
    Findings.in(
            """
            main: {livenessProbe: {tcpSocket: {port: 80}}}
            adapters: [{name: a, ports: [{containerPort: 80}]}]
            """)
        .none();
    Findings.in("main: {livenessProbe: {httpGet: {port: 80, host: example.com}}}").none();
    Findings.in("main: {livenessProbe: {tcpSocket: {port: 80, host: example.com}}}").none();
    Findings.in("main: {lifecycle: {preStop: {httpGet: {port: 80}}}}").none();
  }

  @Test
  void preStopSleepMustFitTheTerminationGracePeriod() {
    var sleep = "main: {lifecycle: {preStop: {sleep: {seconds: %d}}}}";
    Findings.in(sleep.formatted(30)).none();
    Findings.in(sleep.formatted(1)).none();
    Findings.in(sleep.formatted(0)).are("spec.main.lifecycle.preStop.sleep.seconds SleepInvalid");
    Findings.in(sleep.formatted(31))
        .are("spec.main.lifecycle.preStop.sleep.seconds SleepInvalid")
        .saying("must be between 1 and 30");
    Findings.in(sleep.formatted(31) + "\npod: {terminationGracePeriodSeconds: 31}").none();
    Findings.in("main: {lifecycle: {preStop: {sleep: {}}}}")
        .are("spec.main.lifecycle.preStop.sleep.seconds SleepInvalid");
  }

  @Test
  void lifecycleStopSignalIsRejected() {
    Findings.in("main: {lifecycle: {stopSignal: SIGUSR1}}")
        .are("spec.main.lifecycle.stopSignal StopSignalUnsupported");
  }
}
