package io.patternedapp.validate.container;

import io.patternedapp.validate.Findings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvChecksTest {

  @ParameterizedTest
  @ValueSource(strings = {"A", "_a", "a.b", "A-B_1", ".a", "-"})
  void validEnvNamesAreAccepted(String name) {
    Findings.in("main: {env: [{name: '%s', value: x}]}".formatted(name)).none();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1A", "A=B", "a b", ".", "..", "..a"})
  void invalidEnvNamesAreRejected(String name) {
    Findings.in("main: {env: [{name: '%s', value: x}]}".formatted(name))
        .are("spec.main.env[0].name EnvNameInvalid");
    Findings.in("adapters: [{name: a, exportEnv: [{name: '%s'}]}]".formatted(name))
        .are("spec.adapters[0].exportEnv[0].name EnvNameInvalid");
  }

  @Test
  void envFromPrefixMustBeAValidEnvName() {
    Findings.in(
            """
            main:
              envFrom:
              - {prefix: 1A, configMapRef: {name: a}}
              - {prefix: A_, configMapRef: {name: a}}
              - {prefix: '', secretRef: {name: a}}
            """)
        .are("spec.main.envFrom[0].prefix EnvNameInvalid");
  }

  @Test
  void envVariableMustHaveExactlyOneSource() {
    Findings.in(
            """
            main:
              env:
              - {name: A, value: x, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
              - {name: B, value: '', valueFrom: {fieldRef: {fieldPath: metadata.name}}}
              - {name: C, valueFrom: {}}
              - name: D
                valueFrom:
                  configMapKeyRef: {name: a, key: b}
                  secretKeyRef: {name: a, key: b}
            """)
        .are(
            "spec.main.env[0].valueFrom EnvSourceCount",
            "spec.main.env[2].valueFrom EnvSourceCount",
            "spec.main.env[3].valueFrom EnvSourceCount")
        .saying("\"A\" sets both value and valueFrom");
  }

  @Test
  void envFromMustHaveExactlyOneNamedSource() {
    Findings.in(
            """
            main:
              envFrom:
              - {}
              - {configMapRef: {name: a}, secretRef: {name: a}}
              - {configMapRef: {name: a}}
              - {secretRef: {}}
              - {configMapRef: {name: A_b}}
            """)
        .are(
            "spec.main.envFrom[0] EnvSourceCount",
            "spec.main.envFrom[1] EnvSourceCount",
            "spec.main.envFrom[3].secretRef.name EnvSourceIncomplete",
            "spec.main.envFrom[4].configMapRef.name EnvSourceIncomplete");
  }

  @Test
  void envKeyReferenceRequiresNameAndKey() {
    Findings.in(
            """
            main:
              env:
              - {name: A, valueFrom: {configMapKeyRef: {key: a}}}
              - {name: B, valueFrom: {configMapKeyRef: {name: a, key: a/b}}}
              - {name: C, valueFrom: {secretKeyRef: {name: a}}}
              - {name: D, valueFrom: {secretKeyRef: {name: A, key: a}}}
            """)
        .are(
            "spec.main.env[0].valueFrom.configMapKeyRef.name EnvSourceIncomplete",
            "spec.main.env[1].valueFrom.configMapKeyRef.key EnvSourceIncomplete",
            "spec.main.env[2].valueFrom.secretKeyRef.key EnvSourceIncomplete",
            "spec.main.env[3].valueFrom.secretKeyRef.name EnvSourceIncomplete");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"metadata.name", "status.podIPs", "metadata.labels['a.b/c']", "spec.nodeName"})
  void supportedFieldRefPathsAreAccepted(String field) {
    Findings.in(mainWithValueFrom("fieldRef: {fieldPath: \"%s\"}".formatted(field))).none();
  }

  @ParameterizedTest
  @ValueSource(strings = {"metadata.nam", "metadata.labels", "metadata.labels['']", ""})
  void unsupportedFieldRefPathsAreRejected(String field) {
    Findings.in(mainWithValueFrom("fieldRef: {fieldPath: \"%s\"}".formatted(field)))
        .are("spec.main.env[0].valueFrom.fieldRef.fieldPath EnvFieldUnknown");
  }

  @Test
  void unsupportedFieldRefPathSuggestsTheNearest() {
    Findings.in(mainWithValueFrom("fieldRef: {fieldPath: status.podIp}"))
        .saying("\"status.podIP\"");
    Findings.in(mainWithValueFrom("fieldRef: {}"))
        .are("spec.main.env[0].valueFrom.fieldRef.fieldPath EnvFieldUnknown");
  }

  @Test
  void resourceFieldRefAcceptsOnlyContainerResources() {
    Findings.in(mainWithValueFrom("resourceFieldRef: {resource: limits.cpu}")).none();
    Findings.in(mainWithValueFrom("resourceFieldRef: {resource: requests.hugepages-2Mi}")).none();
    Findings.in(mainWithValueFrom("resourceFieldRef: {resource: cpu}"))
        .are("spec.main.env[0].valueFrom.resourceFieldRef.resource EnvFieldUnknown");
    Findings.in(mainWithValueFrom("resourceFieldRef: {}"))
        .are("spec.main.env[0].valueFrom.resourceFieldRef.resource EnvFieldUnknown");
  }

  private static String mainWithValueFrom(String source) {
    return "main: {env: [{name: A, valueFrom: {%s}}]}".formatted(source);
  }
}
