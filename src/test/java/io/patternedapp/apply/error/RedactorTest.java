package io.patternedapp.apply.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.model.ChildId;
import org.junit.jupiter.api.Test;

class RedactorTest {

  private static final PatternedApp APP =
      Serialization.unmarshal(
          """
          apiVersion: patternedapp.io/v1alpha1
          kind: PatternedApp
          metadata: {name: web, namespace: n}
          spec:
            main:
              image: nginx:1.27
              env: [{name: PASSWORD, value: "pa\\"ss\\tword"}, {name: LONG, value: pass}, {name: N, value: "80"}]
              files: [{mountPath: /etc/a, data: {a.conf: "first secret\\nsecond secret\\n"}}]
            init: [{name: i, image: busybox:1.36, env: [{name: A, value: of-init}]}]
            ambassadors:
            - {name: a, image: haproxy:3.0, ports: [{containerPort: 1}], exportEnv: [{name: U, value: exported-value}]}
            sidecars:
            - {name: s, image: busybox:1.36, files: [{mountPath: /b, binaryData: {b: c2VjcmV0}}]}
          """,
          PatternedApp.class);

  private final Redactor redactor = Redactor.forApp(APP);

  @Test
  void redactorHidesEnvAndFileValuesHoweverQuoted() {
    assertThat(redactor.redact("refused: pa\"ss\tword")).isEqualTo("refused: …");
    assertThat(redactor.redact("refused: \"pa\\\"ss\\tword\"")).isEqualTo("refused: \"…\"");
    assertThat(redactor.redact("first secret\nsecond secret")).isEqualTo("…");
    assertThat(redactor.redact("a line: second secret.")).isEqualTo("a line: ….");
    assertThat(redactor.redact("of-init, exported-value, c2VjcmV0")).isEqualTo("…, …, …");
  }

  @Test
  void redactorKeepsShortValuesInMessages() {
    assertThat(redactor.redact("Service \"web\": port 80 is taken"))
        .isEqualTo("Service \"web\": port 80 is taken");
  }

  @Test
  void redactorHidesValuesInStackTraces() {
    var trace = redactor.redact(new IllegalStateException("x", new RuntimeException("of-init")));

    assertThat(trace).contains("Caused by: java.lang.RuntimeException: …").contains("RedactorTest");
    assertThat(trace).doesNotContain("of-init");
  }

  @Test
  void problemMessageOmitsQuotedObjectDump() {
    var object = "{\"env\":[{\"name\":\"A\",\"value\":\"x: \\u003csecret\\u003e\"}]}";
    var cause = "Invalid value: " + object + ": field is immutable";

    assertThat(problemMessage("Job \"web\" is invalid: spec.template: " + cause, cause))
        .isEqualTo("Job \"web\" is invalid: spec.template: Invalid value: …: field is immutable");
  }

  @Test
  void problemMessageOmitsMultilineDiff() {
    var cause = "Forbidden: pod updates may not change fields\n  core.PodSpec{\n-  \"sec\"";

    assertThat(problemMessage("Pod \"web\" is invalid: spec: " + cause, cause))
        .isEqualTo("Pod \"web\" is invalid: spec: Forbidden: pod updates may not change fields");
  }

  @Test
  void problemMessageKeepsPlainInvalidValue() {
    var cause = "Invalid value: 70000: must be between 1 and 65535, inclusive";

    assertThat(problemMessage("Pod \"web\" is invalid: spec.ports[0]: " + cause, cause))
        .contains("70000");
  }

  private static String problemMessage(String serverMessage, String cause) {
    var status =
        new StatusBuilder()
            .withCode(422)
            .withMessage(serverMessage)
            .withNewDetails()
            .addNewCause("spec", cause, "FieldValueInvalid")
            .endDetails()
            .build();
    return ApiErrors.toProblem(new ChildId("Job", "web"), new KubernetesClientException(status))
        .message();
  }
}
