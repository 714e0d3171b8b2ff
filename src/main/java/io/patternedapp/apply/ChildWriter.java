package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The requests that change children, each bound to the state that it was decided on. */
public class ChildWriter {

  private final KubernetesClient client;

  public ChildWriter(KubernetesClient client) {
    this.client = client;
  }

  /** Reads an object that the caches do not show. */
  Optional<HasMetadata> read(HasMetadata child) {
    return Optional.ofNullable(client.resource(child).get());
  }

  /**
   * Applies a child. When it carries uid and resourceVersion the API server refuses it with 409
   * unless the object still is the one that they name.
   */
  HasMetadata apply(HasMetadata child) {
    return client.resource(child).patch(ServerSideApply.AS_OPERATOR);
  }

  /**
   * Makes the operator the manager of all that others wrote into an object, unless it changed since
   * it was read (409).
   *
   * @param child names the object
   * @param known the object as it was decided on
   * @return the object as it is now
   */
  HasMetadata handOver(HasMetadata child, HasMetadata known) {
    var live = client.resource(child).require();
    var version = known.getMetadata().getResourceVersion();
    var patch =
        List.of(
            Map.of(
                "op", "replace",
                "path", "/metadata/managedFields",
                "value", Adoption.handedOver(live)),
            Map.of("op", "replace", "path", "/metadata/resourceVersion", "value", version));
    return client
        .resource(live)
        .patch(PatchContext.of(PatchType.JSON), client.getKubernetesSerialization().asJson(patch));
  }

  /**
   * Asks the API server whether it would make that object, without making it. The name is left
   * open, since its predecessor may still have it.
   */
  void tryOut(HasMetadata child) {
    var meta = child.getMetadata();
    var unnamed = meta.edit().withName(null).withGenerateName(meta.getName() + "-").build();
    client.resource(WithMetadata.of(child, unnamed)).dryRun().create();
  }

  /**
   * Deletes an object and, in the background (the client's default), what it controls; unless it
   * changed since it was read (409). Gone already is fine.
   */
  void delete(HasMetadata live) {
    client.resource(live).lockResourceVersion(live.getMetadata().getResourceVersion()).delete();
  }

  /**
   * Deletes a Pod whose containers have ended, at once; unless it changed since it was read (409).
   * Gone already is fine.
   */
  void deleteEnded(Pod live) {
    var meta = live.getMetadata();
    var options =
        new DeleteOptionsBuilder()
            .withGracePeriodSeconds(0L)
            .withNewPreconditions(meta.getResourceVersion(), meta.getUid())
            .build();
    try {
      client.raw(
          "/api/v1/namespaces/%s/pods/%s".formatted(meta.getNamespace(), meta.getName()),
          "DELETE",
          options);
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
    }
  }
}
