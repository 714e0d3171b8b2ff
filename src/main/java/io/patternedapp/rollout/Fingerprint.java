package io.patternedapp.rollout;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.patternedapp.model.Annotations;

/**
 * A digest of what the operator owns in a child. That of a live object equals that of the wanted
 * one exactly when applying it would change nothing: a field that someone else changed is no longer
 * owned, one that was dropped from the app still is. With it the caches need not hold whole objects
 * to see drift.
 *
 * <p>Values that the API server leaves out when they are zero count as null on both sides.
 */
public final class Fingerprint {

  private Fingerprint() {}

  /** The digest of a child as expanded. */
  public static String ofDesired(HasMetadata desired) {
    return desired instanceof Pod pod
        ? ofPod(PodFingerprint.ofDesired(pod))
        : ComparedFields.digest(ComparedFields.ofDesired(desired));
  }

  /** The digest of a child as read from the API server, with its managedFields. */
  public static String ofLive(HasMetadata live) {
    return live instanceof Pod pod
        ? ofPod(PodFingerprint.ofLive(pod))
        : ComparedFields.digest(ComparedFields.ofLive(live));
  }

  /**
   * Of a Pod the annotation {@link Annotations#TEMPLATE_HASH} tells what it was made from, and its
   * {@link PodFingerprint#ownedPaths} that nobody took a field since.
   */
  public static String ofPod(PodFingerprint podFingerprint) {
    var tree = JsonNodeFactory.instance.objectNode();
    podFingerprint.fields().entrySet().stream()
        .filter(field -> field.getKey().startsWith("metadata"))
        .forEach(field -> tree.put(field.getKey(), field.getValue()));
    return ComparedFields.digest(tree.put("shape", podFingerprint.ownedPaths()));
  }
}
