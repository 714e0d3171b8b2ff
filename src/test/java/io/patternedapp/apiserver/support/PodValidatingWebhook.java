package io.patternedapp.apiserver.support;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/** A validating webhook on loopback for the Pods of one namespace that allows, denies or hangs. */
public final class PodValidatingWebhook implements AutoCloseable {

  /** The response of the webhook to a review. */
  public enum Behavior {
    ALLOW,
    DENY,
    HANG
  }

  public static final String NAME = "guard.example.org";
  public static final String DENIAL_MESSAGE = "no Pods on Thursdays";

  private final KubernetesClient admin;
  private final AdmissionWebhookServer server;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final String configuration = "guard-" + UUID.randomUUID().toString().substring(0, 8);
  private volatile Behavior behavior;

  public PodValidatingWebhook(
      KubernetesClient admin, String namespace, Path directory, Behavior behavior)
      throws Exception {
    this.admin = admin;
    this.behavior = behavior;
    this.server = new AdmissionWebhookServer(directory, this::review);
    register(namespace);
  }

  public void setBehavior(Behavior newBehavior) {
    behavior = newBehavior;
  }

  private void register(String namespace) {
    admin
        .resource(
            new ValidatingWebhookConfigurationBuilder()
                .withNewMetadata()
                .withName(configuration)
                .endMetadata()
                .addNewWebhook()
                .withName(NAME)
                .withAdmissionReviewVersions("v1")
                .withSideEffects("None")
                .withFailurePolicy("Fail")
                .withTimeoutSeconds(1)
                .withNewNamespaceSelector()
                .withMatchLabels(Map.of("kubernetes.io/metadata.name", namespace))
                .endNamespaceSelector()
                .addNewRule()
                .withApiGroups("")
                .withApiVersions("v1")
                .withOperations("CREATE")
                .withResources("pods")
                .endRule()
                .withNewClientConfig()
                .withUrl(server.url())
                .withCaBundle(server.caBundle())
                .endClientConfig()
                .endWebhook()
                .build())
        .create();
  }

  private Map<String, ?> review(JsonNode request) {
    if (behavior == Behavior.HANG) {
      blockUntilClosed();
    }
    return Map.of(
        "allowed", behavior == Behavior.ALLOW, "status", Map.of("message", DENIAL_MESSAGE));
  }

  private void blockUntilClosed() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    admin
        .admissionRegistration()
        .v1()
        .validatingWebhookConfigurations()
        .withName(configuration)
        .delete();
    closed.countDown();
    server.close();
  }
}
