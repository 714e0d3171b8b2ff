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

/** Sends the requests that change children, each bound to the state that was decided on. */
public class ChildRequests {

  private static final PatchContext MERGE_PATCH_AS_OPERATOR =
      new PatchContext.Builder()
          .withPatchType(PatchType.JSON_MERGE)
          .withFieldManager(ResourceNames.FIELD_MANAGER)
          .build();

  private final KubernetesClient client;
  private final Client noRetryClient;

  public ChildRequests(KubernetesClient client) {
    this.client = client;
    this.noRetryClient =
        client.newClient(
            new RequestConfigBuilder(client.getConfiguration().getRequestConfig())
                .withRequestRetryBackoffLimit(0)
                .build());
  }

  /**
   * Reads an app from the API server, not from a cache. Sends a list request, because the operator
   * has no {@code get} permission on PatternedApps.
   */
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

  /** Reads an object that is not cached. */
  Optional<HasMetadata> read(HasMetadata child) {
    return Optional.ofNullable(client.resource(child).get());
  }

  /**
   * Applies a child. If it has a uid and a resourceVersion, the API server responds with 409 when
   * the object has changed since.
   */
  HasMetadata apply(HasMetadata child) {
    return client.resource(child).patch(ServerSideApplyOptions.AS_OPERATOR);
  }

  /**
   * Makes the operator the manager of the fields that others wrote. The API server responds with
   * 409 when the object has changed since.
   *
   * @param child names the object
   * @param cached the state of the object that was decided on
   * @return the object with its new managers
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
   * Creates an object as a dry run. The name is generated, because the predecessor may still have
   * the real one.
   */
  void dryRunCreate(HasMetadata child) {
    var meta = child.getMetadata();
    var unnamed = meta.edit().withName(null).withGenerateName(meta.getName() + "-").build();
    client.resource(ResourceCopies.withMetadata(child, unnamed)).dryRun().create();
  }

  /**
   * Deletes an object and, in the background (the client's default), its dependents. The API server
   * responds with 409 when the object has changed since. A missing object is no error.
   */
  void delete(HasMetadata live) {
    client.resource(live).lockResourceVersion(live.getMetadata().getResourceVersion()).delete();
  }

  /**
   * Patches labels and annotations that are not part of a Pod's template. The API server responds
   * with 409 when the Pod has changed since. An apply would have to repeat the whole Pod.
   *
   * @param metadata the keys to set; null removes a key
   */
  Pod patchMetadata(Pod live, Map<String, ? extends Map<String, @Nullable String>> metadata) {
    var meta = live.getMetadata();
    var body = new HashMap<String, Object>(metadata);
    body.put("uid", meta.getUid());
    body.put("resourceVersion", meta.getResourceVersion());
    var patch = client.getKubernetesSerialization().asJson(Map.of("metadata", body));
    return client.resource(live).patch(MERGE_PATCH_AS_OPERATOR, patch);
  }

  /** Applies the resources of a running Pod's containers; see {@link #apply}. */
  Pod resize(Pod body) {
    return client.resource(body).subresource("resize").patch(ServerSideApplyOptions.AS_OPERATOR);
  }

  /**
   * Evicts a Pod. The API server responds with 429 when a PodDisruptionBudget does not allow it,
   * and with 409 when the Pod has changed since. A missing Pod is no error. The request is not
   * retried: a budget does not change within the seconds of a client's retries.
   *
   * @param dryRun whether the API server only checks the budget
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
   * Deletes a Pod whose containers have terminated, without a grace period. The API server responds
   * with 409 when the Pod has changed since. A missing Pod is no error.
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
