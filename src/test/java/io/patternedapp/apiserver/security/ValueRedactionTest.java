package io.patternedapp.apiserver.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.apiserver.support.OperatorFixture;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/**
 * Tests that values of env and files do not appear in status, events or logs, even if the API
 * server quotes them.
 */
@ExtendWith(ApiServerExtension.class)
@Timeout(120)
class ValueRedactionTest {

  private static final String SECRET = "hush-7f3a91";

  private static final String APP =
      """
      apiVersion: patternedapp.io/v1alpha1
      kind: PatternedApp
      metadata: {name: web}
      spec:
        workload: {kind: %s}
        main:
          image: nginx:1.27
          env: [{name: PASSWORD, value: "hush-7f3a91-env%s"}]
          files:
          - {mountPath: /etc/a, data: {a.conf: "line hush-7f3a91\\n"}}
          - {mountPath: /etc/b, onChange: Live, data: {b.conf: "password = hush-7f3a91"}}
        init:
        - {name: first, image: "busybox:1.36", env: [{name: A, value: hush-7f3a91-init}]}
        sidecars:
        - {name: side, image: "busybox:1.36", exportEnv: [{name: URL, value: "http://hush-7f3a91"}]}
      """;

  /**
   * A policy that denies Deployments with a message that contains the value of a variable, as a
   * webhook may.
   */
  private static final String POLICY =
      """
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicy
      metadata: {name: quotes-%1$s}
      spec:
        failurePolicy: Fail
        matchConstraints:
          resourceRules:
          - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [deployments]}
        validations:
        - expression: "false"
          messageExpression: >-
            'denied: ' + object.spec.template.spec.containers[0].env[1].value
      ---
      apiVersion: admissionregistration.k8s.io/v1
      kind: ValidatingAdmissionPolicyBinding
      metadata: {name: quotes-%1$s}
      spec:
        policyName: quotes-%1$s
        validationActions: [Deny]
        matchResources:
          namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %1$s}}
      """;

  private final ListAppender<ILoggingEvent> logAppender = new ListAppender<>();
  private final Logger operatorLogger =
      ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("io.patternedapp");
  private Level previousLevel;
  private OperatorFixture fixture;

  @BeforeEach
  void captureLogs(ApiServerExtension.TestControlPlane api) {
    previousLevel = operatorLogger.getLevel();
    operatorLogger.setLevel(Level.DEBUG);
    logAppender.start();
    operatorLogger.addAppender(logAppender);
    fixture = new OperatorFixture(api);
  }

  @AfterEach
  void stopCapturingLogs() {
    operatorLogger.detachAppender(logAppender);
    operatorLogger.setLevel(previousLevel);
    if (fixture != null) {
      fixture.close();
    }
  }

  @Test
  void statusEventsAndLogsContainNoEnvOrFileValues() {
    fixture.apply(APP.formatted("Pod", ""));
    fixture.awaitCondition("web", "Applied", "True");
    fixture.apply(APP.formatted("Pod", "-2"));
    fixture.awaitCondition("web", "Applied", "True");
    fixture.apply(APP.formatted("Job", "-2"));
    fixture.awaitCondition("web", "Applied", "True");
    // The template of a Job is immutable: the API server quotes all of it in the error.
    fixture.apply(APP.formatted("Job", "-3"));
    fixture.awaitCondition("web", "Applied", "False");

    assertNoValueDisclosed();
    assertThat(logAppender.list)
        .filteredOn(line -> line.getLoggerName().endsWith("EventRecorder"))
        .isNotEmpty()
        .allMatch(line -> (fixture.namespace() + "/web").equals(mdcAppOf(line)));
  }

  @Test
  void envValueQuotedByAnAdmissionPolicyIsRedacted() {
    var policy = POLICY.formatted(fixture.namespace());
    List<HasMetadata> objects =
        fixture
            .admin()
            .load(new ByteArrayInputStream(policy.getBytes(StandardCharsets.UTF_8)))
            .items();
    objects.forEach(object -> fixture.admin().resource(object).create());
    try {
      await("policy in effect")
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                fixture.apply(APP.formatted("Deployment", "-" + System.nanoTime()));
                return fixture
                    .awaitObservedGeneration("web")
                    .getStatus()
                    .condition("Applied")
                    .orElseThrow();
              },
              applied -> applied.getMessage().contains("denied: "));

      assertNoValueDisclosed();
    } finally {
      objects.forEach(object -> fixture.admin().resource(object).delete());
    }
  }

  private void assertNoValueDisclosed() {
    fixture.awaitNoMoreWrites();
    assertThat(Serialization.asYaml(fixture.app("web").getStatus())).doesNotContain(SECRET);
    assertThat(fixture.admin().v1().events().inNamespace(fixture.namespace()).list().getItems())
        .isNotEmpty()
        .extracting(Event::getMessage)
        .noneMatch(message -> message.contains(SECRET));
    var encoder = new JsonEncoder();
    encoder.setContext(operatorLogger.getLoggerContext());
    encoder.start();
    assertThat(logAppender.list).isNotEmpty();
    assertThat(
            List.copyOf(logAppender.list).stream()
                .map(line -> new String(encoder.encode(line), StandardCharsets.UTF_8))
                .collect(Collectors.joining()))
        .doesNotContain(SECRET);
  }

  private static String mdcAppOf(ILoggingEvent line) {
    return line.getMDCPropertyMap().getOrDefault("app", "-");
  }
}
