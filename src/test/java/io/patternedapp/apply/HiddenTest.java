package io.patternedapp.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.PatternedApp;
import org.junit.jupiter.api.Test;

class HiddenTest {

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

  private final Hidden hidden = Hidden.of(APP);

  @Test
  void hidesValuesHoweverTheyAreQuoted() {
    assertThat(hidden.in("refused: pa\"ss\tword")).isEqualTo("refused: …");
    assertThat(hidden.in("refused: \"pa\\\"ss\\tword\"")).isEqualTo("refused: \"…\"");
    assertThat(hidden.in("first secret\nsecond secret")).isEqualTo("…");
    assertThat(hidden.in("a line: second secret.")).isEqualTo("a line: ….");
    assertThat(hidden.in("of-init, exported-value, c2VjcmV0")).isEqualTo("…, …, …");
  }

  @Test
  void leavesWordsAndNumbers() {
    assertThat(hidden.in("Service \"web\": port 80 is taken"))
        .isEqualTo("Service \"web\": port 80 is taken");
  }

  @Test
  void hidesThemInStackTraces() {
    var trace = hidden.in(new IllegalStateException("x", new RuntimeException("of-init")));

    assertThat(trace).contains("Caused by: java.lang.RuntimeException: …").contains("HiddenTest");
    assertThat(trace).doesNotContain("of-init");
  }

  @Test
  void anObjectThatIsQuotedWholeIsNotTold() {
    var object = "{\"env\":[{\"name\":\"A\",\"value\":\"x: \\u003csecret\\u003e\"}]}";
    var cause = "Invalid value: " + object + ": field is immutable";

    assertThat(told("Job \"web\" is invalid: spec.template: " + cause, cause))
        .isEqualTo("Job \"web\" is invalid: spec.template: Invalid value: …: field is immutable");
  }

  @Test
  void aDifferenceOverManyLinesIsNotTold() {
    var cause = "Forbidden: pod updates may not change fields\n  core.PodSpec{\n-  \"sec\"";

    assertThat(told("Pod \"web\" is invalid: spec: " + cause, cause))
        .isEqualTo("Pod \"web\" is invalid: spec: Forbidden: pod updates may not change fields");
  }

  @Test
  void aPlainValueIsTold() {
    var cause = "Invalid value: 70000: must be between 1 and 65535, inclusive";

    assertThat(told("Pod \"web\" is invalid: spec.ports[0]: " + cause, cause)).contains("70000");
  }

  private static String told(String words, String cause) {
    var status =
        new StatusBuilder()
            .withCode(422)
            .withMessage(words)
            .withNewDetails()
            .addNewCause("spec", cause, "FieldValueInvalid")
            .endDetails()
            .build();
    return Failures.problem(new ChildId("Job", "web"), new KubernetesClientException(status))
        .message();
  }
}
