package io.patternedapp.apiserver;

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

/** What an app has in env and files stays there, also where the API server quotes it. */
@ExtendWith(ApiServer.class)
@Timeout(120)
class SecrecyTest {

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

  /** Refuses Pods and Deployments with the value of a variable, as a webhook may. */
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
            'refused: ' + object.spec.template.spec.containers[0].env[1].value
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

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger own =
      ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("io.patternedapp");
  private Level level;
  private Lab lab;

  @BeforeEach
  void listen(ApiServer.Shared api) {
    level = own.getLevel();
    own.setLevel(Level.DEBUG);
    log.start();
    own.addAppender(log);
    lab = new Lab(api);
  }

  @AfterEach
  void stopListening() {
    own.detachAppender(log);
    own.setLevel(level);
    if (lab != null) {
      lab.close();
    }
  }

  @Test
  void anAppThatIsMadeChangedAndReplacedTellsNothing() {
    lab.apply(APP.formatted("Pod", ""));
    lab.untilCondition("web", "Applied", "True");
    lab.apply(APP.formatted("Pod", "-2"));
    lab.untilCondition("web", "Applied", "True");
    lab.apply(APP.formatted("Job", "-2"));
    lab.untilCondition("web", "Applied", "True");
    // The template of a Job cannot change: the API server quotes all of it.
    lab.apply(APP.formatted("Job", "-3"));
    lab.untilCondition("web", "Applied", "False");

    assertThatNothingIsTold();
    assertThat(log.list)
        .filteredOn(line -> line.getLoggerName().endsWith("EventRecorder"))
        .isNotEmpty()
        .allMatch(line -> (lab.namespace() + "/web").equals(appOf(line)));
  }

  @Test
  void aRefusalThatQuotesAValueIsToldWithoutIt() {
    var policy = POLICY.formatted(lab.namespace());
    List<HasMetadata> objects =
        lab.admin().load(new ByteArrayInputStream(policy.getBytes(StandardCharsets.UTF_8))).items();
    objects.forEach(object -> lab.admin().resource(object).create());
    try {
      await("the policy is in force")
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                lab.apply(APP.formatted("Deployment", "-" + System.nanoTime()));
                return lab.untilSeen("web").getStatus().condition("Applied").orElseThrow();
              },
              applied -> applied.getMessage().contains("refused: "));

      assertThatNothingIsTold();
    } finally {
      objects.forEach(object -> lab.admin().resource(object).delete());
    }
  }

  private void assertThatNothingIsTold() {
    lab.untilQuiet();
    assertThat(Serialization.asYaml(lab.app("web").getStatus())).doesNotContain(SECRET);
    assertThat(lab.admin().v1().events().inNamespace(lab.namespace()).list().getItems())
        .isNotEmpty()
        .extracting(Event::getMessage)
        .noneMatch(message -> message.contains(SECRET));
    var encoder = new JsonEncoder();
    encoder.setContext(own.getLoggerContext());
    encoder.start();
    assertThat(log.list).isNotEmpty();
    assertThat(
            List.copyOf(log.list).stream()
                .map(line -> new String(encoder.encode(line), StandardCharsets.UTF_8))
                .collect(Collectors.joining()))
        .doesNotContain(SECRET);
  }

  private static String appOf(ILoggingEvent line) {
    return line.getMDCPropertyMap().getOrDefault("app", "-");
  }
}
