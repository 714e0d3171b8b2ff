package io.patternedapp.validate.container;

import io.patternedapp.validate.Findings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerChecksTest {

  @Test
  void containerNameIsRequiredExceptForMain() {
    Findings.in("init: [{}]").are("spec.init[0].name ContainerNameMissing");
    Findings.in("sidecars: [{name: ''}]")
        .are("spec.sidecars[0].name ContainerNameMissing")
        .saying("set a name for this sidecar");
    Findings.in("adapters: [{name: a}, {}]").are("spec.adapters[1].name ContainerNameMissing");
    Findings.in("main: {}").none();
    Findings.in("main: {name: ''}").are("spec.main.name ContainerNameMissing");
  }

  @Test
  void containerNameMustBeADnsLabel() {
    Findings.in("main: {name: Web}")
        .are("spec.main.name ContainerNameInvalid")
        .saying(
            "Invalid value \"Web\": a container name must consist of at most 63 lowercase letters");
    Findings.in("main: {name: %s}".formatted("a".repeat(63))).none();
    Findings.in("main: {name: %s}".formatted("a".repeat(64)))
        .are("spec.main.name ContainerNameInvalid");
    Findings.in("sidecars: [{name: 0-a}, {name: a-}]")
        .are("spec.sidecars[1].name ContainerNameInvalid");
  }

  @Test
  void containerNameMustBeUniqueAcrossRoles() {
    Findings.in("sidecars: [{name: main}]")
        .are("spec.sidecars[0].name ContainerNameTaken")
        .saying("Duplicate value \"main\": spec.main has the same name");
    Findings.in("{init: [{name: a}], adapters: [{name: a}], sidecars: [{name: a}]}")
        .are(
            "spec.adapters[0].name ContainerNameTaken", "spec.sidecars[0].name ContainerNameTaken");
    Findings.in("{main: {name: web}, sidecars: [{name: main}]}").none();
  }

  @Test
  void containerImageMustBePresentAndWithoutWhiteSpace() {
    Findings.in("main: {image: null}").are("spec.main.image ImageMissing");
    Findings.in("main: {image: ''}").are("spec.main.image ImageMissing");
    Findings.in("init: [{name: a, image: ' '}]").are("spec.init[0].image ImageMissing");
    Findings.in("main: {image: ' nginx:1'}")
        .are("spec.main.image ImageInvalid")
        .saying("whitespace");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"nginx:1.27", "r.example:5000/a/nginx:1", "nginx@sha256:0a", "a/b:latest"})
  void imageWithTagOrDigestIsAccepted(String image) {
    Findings.in("main: {image: '%s'}".formatted(image)).none();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nginx", "library/nginx", "r.example:5000/nginx"})
  void imageWithoutTagOrDigestIsAWarning(String image) {
    Findings.in("main: {image: '%s'}".formatted(image))
        .are("warning spec.main.image ImageUntagged")
        .saying("add a tag");
  }

  @Test
  void containerPortAndHostPortMustBeInRange() {
    Findings.in("main: {ports: [{containerPort: 1}, {containerPort: 65535}]}").none();
    Findings.in("main: {ports: [{containerPort: 0}, {containerPort: 65536}, {name: x}]}")
        .are(
            "spec.main.ports[0].containerPort PortNumberInvalid",
            "spec.main.ports[1].containerPort PortNumberInvalid",
            "spec.main.ports[2].containerPort PortNumberInvalid")
        .saying("Invalid value 65536: must be a port number between 1 and 65535");
    Findings.in("main: {ports: [{containerPort: 80, hostPort: 0}]}").none();
    Findings.in("main: {ports: [{containerPort: 80, hostPort: 65536}]}")
        .are("spec.main.ports[0].hostPort PortNumberInvalid");
    Findings.in("init: [{name: a, ports: [{containerPort: 80, hostPort: -1}]}]")
        .are("spec.init[0].ports[0].hostPort PortNumberInvalid");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "a", "http-2", "2http", "abcdefghij12345"})
  void validContainerPortNamesAreAccepted(String name) {
    Findings.in("main: {ports: [{containerPort: 80, name: '%s'}]}".formatted(name)).none();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"HTTP", "80", "ht--tp", "-http", "http-", "abcdefghij123456", "ht_tp", ""})
  void invalidContainerPortNamesAreRejected(String name) {
    Findings.in("main: {ports: [{containerPort: 80, name: '%s'}]}".formatted(name))
        .are("spec.main.ports[0].name PortNameInvalid")
        .saying("at most 15 lowercase letters");
  }

  @Test
  void containerPortNameMustBeUniqueWithinAContainer() {
    Findings.in("main: {ports: [{containerPort: 80, name: a}, {containerPort: 81, name: a}]}")
        .are("spec.main.ports[1].name PortNameTaken");
    Findings.in(
            """
            main: {ports: [{containerPort: 80, name: a}, {containerPort: 81}, {containerPort: 82}]}
            sidecars: [{name: b, ports: [{containerPort: 90, name: a}]}]
            """)
        .none();
  }

  @Test
  void unknownContainerEnumValuesAreRejected() {
    Findings.in(
            """
            main:
              imagePullPolicy: Sometimes
              terminationMessagePolicy: Log
              ports: [{containerPort: 80, protocol: tcp}]
            """)
        .are(
            "spec.main.imagePullPolicy ValueUnknown",
            "spec.main.terminationMessagePolicy ValueUnknown",
            "spec.main.ports[0].protocol ValueUnknown")
        .saying(
            "Unsupported value \"Sometimes\": supported values: \"Always\", \"IfNotPresent\", \"Never\"");
    Findings.in(
            """
            main:
              imagePullPolicy: Never
              terminationMessagePolicy: FallbackToLogsOnError
              ports: [{containerPort: 80, protocol: SCTP}]
              resizePolicy:
              - {resourceName: cpu, restartPolicy: NotRequired}
              - {resourceName: memory, restartPolicy: RestartContainer}
            """)
        .none();
  }

  @Test
  void resizePolicyAcceptsCpuAndMemoryOnceEach() {
    Findings.in(
            """
            main:
              resizePolicy:
              - {resourceName: cpu, restartPolicy: Never}
              - {resourceName: disk, restartPolicy: NotRequired}
              - {resourceName: cpu, restartPolicy: NotRequired}
              - {restartPolicy: NotRequired}
            """)
        .are(
            "spec.main.resizePolicy[0].restartPolicy ValueUnknown",
            "spec.main.resizePolicy[1].resourceName ValueUnknown",
            "spec.main.resizePolicy[2].resourceName ResizePolicyTaken",
            "spec.main.resizePolicy[3].resourceName ValueUnknown");
  }

  @Test
  void initContainerWithProbeOrLifecycleIsRejected() {
    Findings.in(
            """
            init:
            - name: a
              livenessProbe: {exec: {command: [x]}}
              readinessProbe: {exec: {command: [x]}}
              startupProbe: {}
              lifecycle: {preStop: {}}
              resizePolicy: [{resourceName: cpu, restartPolicy: NotRequired}]
            """)
        .are(
            "spec.init[0].livenessProbe InitField",
            "spec.init[0].readinessProbe InitField",
            "spec.init[0].startupProbe InitField",
            "spec.init[0].lifecycle InitField",
            "spec.init[0].resizePolicy InitField")
        .saying("cannot set lifecycle; remove it, or move the container to spec.sidecars");
    Findings.in("sidecars: [{name: a, livenessProbe: {exec: {command: [x]}}, lifecycle: {}}]")
        .none();
  }

  @Test
  void containerRestartPolicyThatContradictsItsRoleIsRejected() {
    Findings.in("init: [{name: a, restartPolicy: Always}]")
        .are("spec.init[0].restartPolicy RestartPolicyMisplaced")
        .saying("move it to spec.sidecars");
    Findings.in("init: [{name: a, restartPolicy: Never}]")
        .are("spec.init[0].restartPolicy RestartPolicyMisplaced")
        .saying("cannot set restartPolicy; remove it");
    Findings.in("main: {restartPolicy: Always}")
        .are("spec.main.restartPolicy RestartPolicyMisplaced")
        .saying("spec.pod.restartPolicy");
    Findings.in("adapters: [{name: a, restartPolicy: Always}]")
        .are("spec.adapters[0].restartPolicy RestartPolicyMisplaced");
    Findings.in("sidecars: [{name: a, restartPolicy: Always}]").none();
    Findings.in("sidecars: [{name: a, restartPolicy: Never}]")
        .are("spec.sidecars[0].restartPolicy RestartPolicyMisplaced")
        .saying("a native sidecar always has restartPolicy Always, not Never");
    Findings.in("main: {restartPolicyRules: [{action: Restart}]}")
        .are("spec.main.restartPolicyRules RestartPolicyMisplaced");
  }
}
