package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.policy.v1.EvictionBuilder;
import io.fabric8.kubernetes.client.Client;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.RequestConfigBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.model.ResourceNames;
import java.net.HttpURLConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The requests that change children, each bound to the state that it was decided on. */
public class ChildWriter {

  private static final PatchContext MERGE_PATCH_AS_OPERATOR =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON_MERGE)
          .withFieldManager(ResourceNames.FIELD_MANAGER)
          .build();

  private final KubernetesClient client;
  private final Client noRetryClient;

  public ChildWriter(KubernetesClient client) {
    this.client = client;
    this.noRetryClient =
        client.newClient(
            new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                .withRequestRetryBackoffLimit(0)
                .build());
  }

  /** Reads an app past all caches, by a list: the operator has no other right to read apps. */
  Optional<PatternedApp> readFresh(PatternedApp app) {
    return client
        .resources(PatternedApp.class)
        .inNamespace(app.getMetadata().getNamespace())
        .withField("metadata.name", app.getMetadata().getName())
        .list()
        .getItems()
        .stream()
        .findFirst();
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
   * @param cached the object as it was decided on
   * @return the object as it is now
   */
  HasMetadata takeOverManagedFields(HasMetadata child, HasMetadata cached) {
    var live = client.resource(child).require();
    var version = cached.getMetadata().getResourceVersion();
    var patch =
        List.of(
            Map.of(
                "op", "replace",
                "path", "/metadata/managedFields",
                "value", ManagedFieldsTakeover.takenOver(live)),
            Map.of("op", "replace", "path", "/metadata/resourceVersion", "value", version));
    return client
        .resource(live)
        .patch(PatchContext.of(PatchType.JSON), client.getKubernetesSerialization().asJson(patch));
  }

  /**
   * Asks the API server whether it would make that object, without making it. The name is left
   * open, since its predecessor may still have it.
   */
  void dryRunCreate(HasMetadata child) {
    var meta = child.getMetadata();
    var unnamed = meta.edit().withName(null).withGenerateName(meta.getName() + "-").build();
    client.resource(ResourceCopies.withMetadata(child, unnamed)).dryRun().create();
  }

  /**
   * Deletes an object and, in the background (the client's default), what it controls; unless it
   * changed since it was read (409). Gone already is fine.
   */
  void delete(HasMetadata live) {
    client.resource(live).lockResourceVersion(live.getMetadata().getResourceVersion()).delete();
  }

  /**
   * Sets labels and annotations that are no part of a Pod's template; unless the Pod changed since
   * it was read (409). An apply would have to repeat the whole Pod.
   *
   * @param metadata what to set; null removes
   */
  Pod patchMetadata(Pod live, Map<String, ? extends Map<String, @Nullable String>> metadata) {
    var meta = live.getMetadata();
    var body = new HashMap<String, Object>(metadata);
    body.put("uid", meta.getUid());
    body.put("resourceVersion", meta.getResourceVersion());
    var patch = client.getKubernetesSerialization().asJson(Map.of("metadata", body));
    return client.resource(live).patch(MERGE_PATCH_AS_OPERATOR, patch);
  }

  /** Applies resources of a running Pod's containers; see {@link #apply}. */
  Pod resize(Pod body) {
    return client.resource(body).subresource("resize").patch(ServerSideApply.AS_OPERATOR);
  }

  /**
   * Asks for the eviction of a Pod, which any PodDisruptionBudget may refuse (429); unless it
   * changed since it was read (409). Gone already is fine. It is asked once: a budget does not
   * change within the seconds that a client would go on trying.
   *
   * @param dryRun whether to find out only
   */
  void evict(Pod live, boolean dryRun) {
    var meta = live.getMetadata();
    var eviction =
        new EvictionBuilder()
            .withNewMetadata()
            .withName(meta.getName())
            .withNamespace(meta.getNamespace())
            .endMetadata()
            .withDeleteOptions(
                new DeleteOptionsBuilder()
                    .withNewPreconditions(meta.getResourceVersion(), meta.getUid())
                    .withDryRun(dryRun ? List.of("All") : List.of())
                    .build())
            .build();
    ignoreNotFound(
        () ->
            noRetryClient.raw(
                "/api/v1/namespaces/%s/pods/%s/eviction"
                    .formatted(meta.getNamespace(), meta.getName()),
                "POST",
                eviction));
  }

  /**
   * Deletes a Pod whose containers have ended, at once; unless it changed since it was read (409).
   * Gone already is fine.
   */
  void deleteFinished(Pod live) {
    var meta = live.getMetadata();
    var options =
        new DeleteOptionsBuilder()
            .withGracePeriodSeconds(0L)
            .withNewPreconditions(meta.getResourceVersion(), meta.getUid())
            .build();
    ignoreNotFound(
        () ->
            client.raw(
                "/api/v1/namespaces/%s/pods/%s".formatted(meta.getNamespace(), meta.getName()),
                "DELETE",
                options));
  }

  private static void ignoreNotFound(Runnable request) {
    try {
      request.run();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
    }
  }
}
