package io.patternedapp.apiserver.support;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A mutating webhook that injects containers into each new Pod of a namespace, like a service mesh.
 */
public final class SidecarInjector implements AutoCloseable {

  /** The injected regular container. */
  public static final String PROXY_CONTAINER = "mesh-proxy";

  /** The injected native sidecar. */
  public static final String NATIVE_SIDECAR = "mesh-agent";

  private static final String LABEL_PATH = "/metadata/labels/mesh";
  private static final String ANNOTATION_PATH = "/metadata/annotations/mesh.example~1status";

  private final KubernetesClient admin;
  private final AdmissionWebhookServer server;
  private final String configuration = "mesh-" + UUID.randomUUID().toString().substring(0, 8);
  private final AtomicInteger injections = new AtomicInteger();

  public SidecarInjector(KubernetesClient admin, String namespace, Path directory)
      throws Exception {
    this.admin = admin;
    this.server = new AdmissionWebhookServer(directory, this::inject);
    admin
        .resource(
            new MutatingWebhookConfigurationBuilder()
                .withNewMetadata()
                .withName(configuration)
                .endMetadata()
                .addNewWebhook()
                .withName("mesh.example.org")
                .withAdmissionReviewVersions("v1")
                .withSideEffects("None")
                .withFailurePolicy("Fail")
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

  /** Returns the number of Pods that received the containers, dry runs included. */
  public int injectionCount() {
    return injections.get();
  }

  private Map<String, ?> inject(JsonNode request) {
    injections.incrementAndGet();
    var spec = request.at("/object/spec");
    var patch = new ArrayList<Map<String, ?>>();
    patch.add(
        addOperation(
            "/spec/containers/-", Map.of("name", PROXY_CONTAINER, "image", "mesh/proxy:1")));
    var agent = Map.of("name", NATIVE_SIDECAR, "image", "mesh/agent:1", "restartPolicy", "Always");
    patch.add(
        spec.has("initContainers")
            ? addOperation("/spec/initContainers/0", agent)
            : addOperation("/spec/initContainers", List.of(agent)));
    if (request.at("/object/metadata/annotations").isObject()) {
      patch.add(addOperation(LABEL_PATH, "on"));
      patch.add(addOperation(ANNOTATION_PATH, "injected"));
    }
    return Map.of(
        "allowed",
        true,
        "patchType",
        "JSONPatch",
        "patch",
        Base64.getEncoder()
            .encodeToString(Serialization.asJson(patch).getBytes(StandardCharsets.UTF_8)));
  }

  private static Map<String, ?> addOperation(String path, Object value) {
    return Map.of("op", "add", "path", path, "value", value);
  }

  @Override
  public void close() {
    admin
        .admissionRegistration()
        .v1()
        .mutatingWebhookConfigurations()
        .withName(configuration)
        .delete();
    server.close();
  }
}
