package io.patternedapp.apiserver;

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

/** What a person reads when the API server refuses a child, and that it heals by itself. */
@ExtendWith(ApiServer.class)
@Timeout(120)
class RefusalsTest {

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
  @AutoClose private Lab lab;

  @BeforeEach
  void open(ApiServer.Shared api) {
    lab = new Lab(api);
  }

  @Test
  void aQuotaThatIsUsedUp() {
    var quota = quota(Map.of("pods", new Quantity("0")));

    lab.apply(WEB);
    assertRefused(
        "QuotaExceeded",
        "Pod/web: pods \"web\" is forbidden: exceeded quota: limits",
        "Raise the ResourceQuota of namespace %s, or ask for less".formatted(lab.namespace()));

    raise(quota, Map.of("pods", new Quantity("5")));
    assertHealed();
  }

  @Test
  void aQuotaThatCountsWhatIsNotWritten() {
    var quota = quota(Map.of("limits.memory", new Quantity("1Gi")));

    lab.apply(WEB);
    assertRefused(
        "QuotaNeedsResources",
        "failed quota: limits: must specify limits.memory for: main",
        "Write what it names under resources of each container");

    lab.admin().resource(quota).delete();
    assertHealed();
  }

  @Test
  void thePodSecurityStandardOfTheNamespace() {
    enforce("restricted");

    lab.apply(WEB);
    assertRefused(
        "PodSecurity",
        "violates PodSecurity \"restricted:latest\": allowPrivilegeEscalation != false",
        "Set spec.security: Restricted, or what it names in securityContext");

    lab.apply(WEB.replace("spec:", "spec:\n  security: Restricted"));
    assertHealed();
  }

  @Test
  void thePodSecurityStandardIsLowered() {
    enforce("restricted");
    lab.apply(WEB);
    lab.untilCondition("web", "Applied", "False");

    enforce("privileged");
    assertHealed();
  }

  @Test
  void aWebhookThatDenies() throws Exception {
    try (var webhook = new Webhook(lab.admin(), lab.namespace(), directory, Webhook.Mood.DENIES)) {
      untilRefused("denied the request");
      lab.apply(WEB);
      assertRefused(
          "WebhookDenied",
          "Pod/web: admission webhook \"%s\" denied the request: %s"
              .formatted(Webhook.NAME, Webhook.WORDS),
          "Change what it names, or ask whoever runs that webhook");

      webhook.becomes(Webhook.Mood.ALLOWS);
      assertHealed();
    }
  }

  @Test
  void aWebhookThatDoesNotAnswer() throws Exception {
    try (var webhook = new Webhook(lab.admin(), lab.namespace(), directory, Webhook.Mood.HANGS)) {
      untilRefused("failed calling webhook");
      lab.apply(WEB);
      assertRefused(
          "WebhookFailed",
          "failed calling webhook \"%s\"".formatted(Webhook.NAME),
          "See that what serves that webhook runs");

      webhook.becomes(Webhook.Mood.ALLOWS);
      assertHealed();
    }
  }

  @Test
  void aPolicyThatDenies() {
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
            .replace("NAME", lab.namespace());
    List<HasMetadata> made = lab.admin().load(stream(policy)).serverSideApply();
    try {
      untilRefused("denied request");
      lab.apply(WEB);
      assertRefused(
          "PolicyDenied",
          "ValidatingAdmissionPolicy '%1$s' with binding '%1$s' denied request: no Pods of this kind"
              .formatted(lab.namespace()),
          "Change what it names, or ask whoever wrote that policy");
    } finally {
      made.forEach(object -> lab.admin().resource(object).delete());
    }
    assertHealed();
  }

  @Test
  void aNodePortThatAnotherServiceHas() {
    var other =
        lab.admin()
            .resource(
                new ServiceBuilder()
                    .withNewMetadata()
                    .withName("other")
                    .withNamespace(lab.namespace())
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

    lab.apply(WEB + "  service: {ports: [{port: 80, nodePort: %d}]}\n".formatted(taken));
    assertRefused(
        "NodePortTaken",
        "Service/web: Service \"web\" is invalid: spec.ports[0].nodePort: Invalid value: %d: provided port is already allocated"
            .formatted(taken),
        "Choose another nodePort, or write none to be given a free one");

    lab.admin().resource(other).delete();
    assertHealed();
  }

  @Test
  void aNameThatSomeoneElseHas() {
    var other =
        lab.admin()
            .resource(
                new ServiceBuilder()
                    .withNewMetadata()
                    .withName("web")
                    .withNamespace(lab.namespace())
                    .endMetadata()
                    .withNewSpec()
                    .addNewPort()
                    .withPort(80)
                    .endPort()
                    .endSpec()
                    .build())
            .create();

    lab.apply(WEB + "  service: {ports: [{port: 80}]}\n");
    assertRefused(
        "NameConflict",
        "Service/web: it exists and is not controlled by this app",
        "kubectl annotate -n %s service/web patternedapp.io/adopt=web".formatted(lab.namespace()));

    lab.admin().resource(other).delete();
    assertHealed();
  }

  @Test
  void aNamespaceThatIsBeingDeleted() {
    lab.apply(WEB);
    lab.untilCondition("web", "Applied", "True");
    lab.admin().namespaces().withName(lab.namespace()).delete();
    lab.admin().pods().inNamespace(lab.namespace()).withName("web").delete();

    lab.untilCondition("web", "Applied", "False");
    assertThat(reason("Ready")).isEqualTo("NamespaceTerminating");
    assertThat(message("Ready"))
        .contains("because it is being terminated")
        .endsWith(
            "Wait until namespace %s is gone, make it anew and apply the app again"
                .formatted(lab.namespace()));
  }

  /** The words, the advice, and one Event, however often it was tried. */
  private void assertRefused(String reason, String words, String advice) {
    lab.untilCondition("web", "Applied", "False");
    for (var condition : List.of("Applied", "Ready")) {
      assertThat(reason(condition)).isEqualTo(reason);
      assertThat(message(condition)).contains(words).contains(advice);
    }
    assertThat(lab.app("web").getStatus().summary().status()).isEqualTo(reason);
    await().atMost(TIMEOUT).untilAsserted(() -> assertThat(events(reason)).hasSize(1));
    assertThat(events(reason).get(0).getType()).isEqualTo("Warning");
  }

  private void assertHealed() {
    lab.untilCondition("web", "Applied", "True");
    lab.report("web", "Running", true);
    var app = lab.untilCondition("web", "Ready", "True");
    assertThat(app.getStatus().condition("Stalled")).isEmpty();
  }

  private List<Event> events(String reason) {
    return lab.admin().v1().events().inNamespace(lab.namespace()).list().getItems().stream()
        .filter(event -> event.getReason().equals(reason))
        .toList();
  }

  private String reason(String type) {
    return lab.app("web").getStatus().condition(type).orElseThrow().getReason();
  }

  private String message(String type) {
    return lab.app("web").getStatus().condition(type).orElseThrow().getMessage();
  }

  /** A quota with the status that its controller would give it; there is none here. */
  private ResourceQuota quota(Map<String, Quantity> hard) {
    var quota =
        lab.admin()
            .resource(
                new ResourceQuotaBuilder()
                    .withNewMetadata()
                    .withName("limits")
                    .withNamespace(lab.namespace())
                    .endMetadata()
                    .withNewSpec()
                    .withHard(hard)
                    .endSpec()
                    .build())
            .create();
    raise(quota, hard);
    untilRefused("quota");
    return quota;
  }

  private void raise(ResourceQuota quota, Map<String, Quantity> hard) {
    var status = Map.of("hard", hard, "used", Map.of(hard.keySet().iterator().next(), "0"));
    lab.admin()
        .resource(quota)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(Map.of("status", status)));
  }

  private void enforce(String standard) {
    lab.admin()
        .namespaces()
        .withName(lab.namespace())
        .edit(
            live ->
                new NamespaceBuilder(live)
                    .editMetadata()
                    .addToLabels("pod-security.kubernetes.io/enforce", standard)
                    .endMetadata()
                    .build());
  }

  /** Until the API server knows of what refuses Pods, which takes a moment. */
  private void untilRefused(String words) {
    await(words)
        .atMost(TIMEOUT)
        .until(
            () -> {
              try {
                lab.tryPod();
                return "nothing";
              } catch (KubernetesClientException e) {
                return e.getMessage();
              }
            },
            seen -> seen.contains(words));
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
