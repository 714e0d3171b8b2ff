package io.patternedapp.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/** An admission webhook on loopback for the Pods of one namespace: it denies, hangs or allows. */
final class Webhook implements AutoCloseable {

  /** What it does with a request. */
  enum Mood {
    ALLOWS,
    DENIES,
    HANGS
  }

  static final String NAME = "guard.example.org";
  static final String WORDS = "no Pods on Thursdays";

  private final KubernetesClient admin;
  private final AdmissionServer server;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final String configuration = "guard-" + UUID.randomUUID().toString().substring(0, 8);
  private volatile Mood mood;

  Webhook(KubernetesClient admin, String namespace, Path directory, Mood mood) throws Exception {
    this.admin = admin;
    this.mood = mood;
    this.server = new AdmissionServer(directory, this::review);
    register(namespace);
  }

  void becomes(Mood other) {
    mood = other;
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
    if (mood == Mood.HANGS) {
      awaitClose();
    }
    return Map.of("allowed", mood == Mood.ALLOWS, "status", Map.of("message", WORDS));
  }

  private void awaitClose() {
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
