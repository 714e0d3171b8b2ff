package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.patternedapp.expand.Names;
import java.util.Optional;

/** The requests that change children, each bound to the state that it was decided on. */
public class ChildWriter {

  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(Names.OPERATOR)
          .withForce(true)
          .build();

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
    return client.resource(child).patch(APPLY);
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

  /** Deletes a Pod whose containers have ended, at once; unless it changed since it was read. */
  void deleteEnded(Pod live) {
    var meta = live.getMetadata();
    var options =
        new DeleteOptionsBuilder()
            .withGracePeriodSeconds(0L)
            .withNewPreconditions(meta.getResourceVersion(), meta.getUid())
            .build();
    client.raw(
        "/api/v1/namespaces/%s/pods/%s".formatted(meta.getNamespace(), meta.getName()),
        "DELETE",
        options);
  }
}
