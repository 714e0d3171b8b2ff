package io.patternedapp.rollout;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.patternedapp.model.Annotations;

/**
 * Computes the digest of the fields that the operator owns in a child. Live and desired digests are
 * equal if and only if a server-side apply would be a no-op: a field that another manager changed
 * is no longer owned, and a field that was removed from the app still is. The caches detect drift
 * by the digest and do not need to hold whole objects.
 *
 * <p>Zero values count as null on both sides, because the API server omits some of them.
 */
public final class Fingerprint {

  private Fingerprint() {}

  /** Returns the digest of a child as expanded. */
  public static String ofDesired(HasMetadata desired) {
    return desired instanceof Pod pod
        ? ofPod(PodFieldDigests.ofDesired(pod))
        : ComparedFields.digest(ComparedFields.ofDesired(desired));
  }

  /** Returns the digest of a child as read from the API server, with its managedFields. */
  public static String ofLive(HasMetadata live) {
    return live instanceof Pod pod
        ? ofPod(PodFieldDigests.ofLive(pod))
        : ComparedFields.digest(ComparedFields.ofLive(live));
  }

  /**
   * Returns the digest of a Pod: its metadata, where {@link Annotations#TEMPLATE_HASH} identifies
   * the template, and its {@link PodFieldDigests#ownedPaths}, which detect fields taken by other
   * managers.
   */
  public static String ofPod(PodFieldDigests podFingerprint) {
    var tree = JsonNodeFactory.instance.objectNode();
    podFingerprint.fields().entrySet().stream()
        .filter(field -> field.getKey().startsWith("metadata"))
        .forEach(field -> tree.put(field.getKey(), field.getValue()));
    return ComparedFields.digest(tree.put("shape", podFingerprint.ownedPaths()));
  }
}
