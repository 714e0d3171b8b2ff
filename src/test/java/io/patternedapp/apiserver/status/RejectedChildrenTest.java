package io.patternedapp.apiserver.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.apiserver.support.OperatorFixture;
import io.patternedapp.apiserver.support.PodValidatingWebhook;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests the status when the API server rejects a child, and the recovery once the cause is removed.
 */
@ExtendWith(ApiServerExtension.class)
@Timeout(120)
class RejectedChildrenTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private static final String WEB =
      """
      apiVersion: patternedapp.io/v1alpha1
      kind: PatternedApp
      metadata: {name: web}
      spec:
        main: {image: "nginx:1.27", ports: [{name: http, containerPort: 80}]}
      """;

  @TempDir private Path directory;
  @AutoClose private OperatorFixture fixture;

  @BeforeEach
  void createFixture(ApiServerExtension.TestControlPlane api) {
    fixture = new OperatorFixture(api);
  }

  @Test
  void exhaustedResourceQuotaIsReportedAndRecoversWhenRaised() {
    var quota = createQuota(Map.of("pods", new Quantity("0")));

    fixture.apply(WEB);
    assertRejected(
        "QuotaExceeded",
        "Pod/web: pods \"web\" is forbidden: exceeded quota: limits",
        "Raise the ResourceQuota of namespace %s, or reduce the requested resources"
            .formatted(fixture.namespace()));

    setQuotaStatus(quota, Map.of("pods", new Quantity("5")));
    assertRecovered();
  }

  @Test
  void quotaThatRequiresLimitsIsReportedAndRecoversWhenDeleted() {
    var quota = createQuota(Map.of("limits.memory", new Quantity("1Gi")));

    fixture.apply(WEB);
    assertRejected(
        "QuotaRequiresResources",
        "failed quota: limits: must specify limits.memory for: main",
        "Set the named fields under resources of each container");

    fixture.admin().resource(quota).delete();
    assertRecovered();
  }

  @Test
  void podSecurityViolationIsReportedAndRecoversWhenTheSpecIsFixed() {
    enforcePodSecurity("restricted");

    fixture.apply(WEB);
    assertRejected(
        "PodSecurity",
        "violates PodSecurity \"restricted:latest\": allowPrivilegeEscalation != false",
        "Set spec.security: Restricted, or set the named fields in securityContext");

    fixture.apply(WEB.replace("spec:", "spec:\n  security: Restricted"));
    assertRecovered();
  }

  @Test
  void podSecurityViolationRecoversWhenTheNamespaceStandardIsLowered() {
    enforcePodSecurity("restricted");
    fixture.apply(WEB);
    fixture.awaitCondition("web", "Applied", "False");

    enforcePodSecurity("privileged");
    assertRecovered();
  }

  @Test
  void webhookDenialIsReportedAndRecoversWhenTheWebhookAllows() throws Exception {
    try (var webhook =
        new PodValidatingWebhook(
            fixture.admin(), fixture.namespace(), directory, PodValidatingWebhook.Behavior.DENY)) {
      awaitPodRejection("denied the request");
      fixture.apply(WEB);
      assertRejected(
          "WebhookDenied",
          "Pod/web: admission webhook \"%s\" denied the request: %s"
              .formatted(PodValidatingWebhook.NAME, PodValidatingWebhook.DENIAL_MESSAGE),
          "Fix the named fields, or contact the owner of the webhook");

      webhook.setBehavior(PodValidatingWebhook.Behavior.ALLOW);
      assertRecovered();
    }
  }

  @Test
  void webhookTimeoutIsReportedAndRecoversWhenTheWebhookResponds() throws Exception {
    try (var webhook =
        new PodValidatingWebhook(
            fixture.admin(), fixture.namespace(), directory, PodValidatingWebhook.Behavior.HANG)) {
      awaitPodRejection("failed calling webhook");
      fixture.apply(WEB);
      assertRejected(
          "WebhookFailed",
          "failed calling webhook \"%s\"".formatted(PodValidatingWebhook.NAME),
          "Check that the backend of the webhook runs");

      webhook.setBehavior(PodValidatingWebhook.Behavior.ALLOW);
      assertRecovered();
    }
  }

  @Test
  void admissionPolicyDenialIsReportedAndRecoversWhenThePolicyIsDeleted() {
    var policy =
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicy
        metadata: {name: NAME}
        spec:
          failurePolicy: Fail
          matchConstraints:
            resourceRules:
            - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
          validations:
          - {expression: "false", message: no Pods of this kind}
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingAdmissionPolicyBinding
        metadata: {name: NAME}
        spec:
          policyName: NAME
          validationActions: [Deny]
          matchResources:
            namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: NAME}}
        """
            .replace("NAME", fixture.namespace());
    List<HasMetadata> created = fixture.admin().load(toStream(policy)).serverSideApply();
    try {
      awaitPodRejection("denied request");
      fixture.apply(WEB);
      assertRejected(
          "PolicyDenied",
          "ValidatingAdmissionPolicy '%1$s' with binding '%1$s' denied request: no Pods of this kind"
              .formatted(fixture.namespace()),
          "Fix the named fields, or contact the owner of the policy");
    } finally {
      created.forEach(object -> fixture.admin().resource(object).delete());
    }
    assertRecovered();
  }

  @Test
  void takenNodePortIsReportedAndRecoversWhenItIsFreed() {
    var other =
        fixture
            .admin()
            .resource(
                new ServiceBuilder()
                    .withNewMetadata()
                    .withName("other")
                    .withNamespace(fixture.namespace())
                    .endMetadata()
                    .withNewSpec()
                    .withType("NodePort")
                    .addNewPort()
                    .withPort(80)
                    .endPort()
                    .endSpec()
                    .build())
            .create();
    var taken = other.getSpec().getPorts().get(0).getNodePort();

    fixture.apply(WEB + "  service: {ports: [{port: 80, nodePort: %d}]}\n".formatted(taken));
    assertRejected(
        "NodePortTaken",
        "Service/web: Service \"web\" is invalid: spec.ports[0].nodePort: Invalid value: %d: provided port is already allocated"
            .formatted(taken),
        "Choose another nodePort, or remove it to have a free one allocated");

    fixture.admin().resource(other).delete();
    assertRecovered();
  }

  @Test
  void nameConflictIsReportedAndRecoversWhenTheObjectIsDeleted() {
    var other =
        fixture
            .admin()
            .resource(
                new ServiceBuilder()
                    .withNewMetadata()
                    .withName("web")
                    .withNamespace(fixture.namespace())
                    .endMetadata()
                    .withNewSpec()
                    .addNewPort()
                    .withPort(80)
                    .endPort()
                    .endSpec()
                    .build())
            .create();

    fixture.apply(WEB + "  service: {ports: [{port: 80}]}\n");
    assertRejected(
        "NameConflict",
        "Service/web: it exists and is not controlled by this app",
        "kubectl annotate -n %s service/web patternedapp.io/adopt=web"
            .formatted(fixture.namespace()));

    fixture.admin().resource(other).delete();
    assertRecovered();
  }

  @Test
  void terminatingNamespaceIsReportedWithRemedy() {
    fixture.apply(WEB);
    fixture.awaitCondition("web", "Applied", "True");
    fixture.admin().namespaces().withName(fixture.namespace()).delete();
    fixture.admin().pods().inNamespace(fixture.namespace()).withName("web").delete();

    fixture.awaitCondition("web", "Applied", "False");
    assertThat(reason("Ready")).isEqualTo("NamespaceTerminating");
    assertThat(message("Ready"))
        .contains("because it is being terminated")
        .endsWith(
            "Wait until namespace %s is deleted, recreate it and apply the app again"
                .formatted(fixture.namespace()));
  }

  /**
   * Asserts the reason, message and remedy in the conditions, and a single event regardless of the
   * number of attempts.
   */
  private void assertRejected(String reason, String expectedMessage, String expectedRemedy) {
    fixture.awaitCondition("web", "Applied", "False");
    for (var condition : List.of("Applied", "Ready")) {
      assertThat(reason(condition)).isEqualTo(reason);
      assertThat(message(condition)).contains(expectedMessage).contains(expectedRemedy);
    }
    assertThat(fixture.app("web").getStatus().summary().status()).isEqualTo(reason);
    await().atMost(TIMEOUT).untilAsserted(() -> assertThat(events(reason)).hasSize(1));
    assertThat(events(reason).get(0).getType()).isEqualTo("Warning");
  }

  private void assertRecovered() {
    fixture.awaitCondition("web", "Applied", "True");
    fixture.reportPodStatus("web", "Running", true);
    var app = fixture.awaitCondition("web", "Ready", "True");
    assertThat(app.getStatus().condition("Stalled")).isEmpty();
  }

  private List<Event> events(String reason) {
    return fixture.admin().v1().events().inNamespace(fixture.namespace()).list().getItems().stream()
        .filter(event -> event.getReason().equals(reason))
        .toList();
  }

  private String reason(String type) {
    return fixture.app("web").getStatus().condition(type).orElseThrow().getReason();
  }

  private String message(String type) {
    return fixture.app("web").getStatus().condition(type).orElseThrow().getMessage();
  }

  /** Creates a quota and, in place of the quota controller, its status. */
  private ResourceQuota createQuota(Map<String, Quantity> hard) {
    var quota =
        fixture
            .admin()
            .resource(
                new ResourceQuotaBuilder()
                    .withNewMetadata()
                    .withName("limits")
                    .withNamespace(fixture.namespace())
                    .endMetadata()
                    .withNewSpec()
                    .withHard(hard)
                    .endSpec()
                    .build())
            .create();
    setQuotaStatus(quota, hard);
    awaitPodRejection("quota");
    return quota;
  }

  private void setQuotaStatus(ResourceQuota quota, Map<String, Quantity> hard) {
    var status = Map.of("hard", hard, "used", Map.of(hard.keySet().iterator().next(), "0"));
    fixture
        .admin()
        .resource(quota)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(Map.of("status", status)));
  }

  private void enforcePodSecurity(String standard) {
    fixture
        .admin()
        .namespaces()
        .withName(fixture.namespace())
        .edit(
            live ->
                new NamespaceBuilder(live)
                    .editMetadata()
                    .addToLabels("pod-security.kubernetes.io/enforce", standard)
                    .endMetadata()
                    .build());
  }

  /**
   * Waits until the API server rejects Pods with the message: a quota, webhook or policy takes
   * effect after a delay.
   */
  private void awaitPodRejection(String expectedMessage) {
    await(expectedMessage)
        .atMost(TIMEOUT)
        .until(
            () -> {
              try {
                fixture.dryRunPodCreate();
                return "no rejection";
              } catch (KubernetesClientException e) {
                return e.getMessage();
              }
            },
            actualMessage -> actualMessage.contains(expectedMessage));
  }

  private static InputStream toStream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
