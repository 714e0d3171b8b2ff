package io.patternedapp.rollout;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.patternedapp.model.Annotations;
import io.patternedapp.model.Labels;
import java.util.Map;
import java.util.Set;

/**
 * Metadata of a Pod that is not part of its template. It holds state of the operator that must
 * survive restarts, so an apply preserves it.
 */
public final class PodStateMetadata {

  public static final String SERVING = "true";

  private PodStateMetadata() {}

  /**
   * Adds the preserved metadata of the live Pod to the desired metadata.
   *
   * @param meta the metadata to apply; its own values of these annotations take precedence
   */
  public static ObjectMeta applyTo(ObjectMeta meta, Pod live) {
    var builder = new ObjectMetaBuilder(meta);
    for (var key : Set.of(Annotations.RESTART_ATTEMPT, Annotations.IN_PLACE_UPDATE)) {
      var value = live.getMetadata().getAnnotations().get(key);
      if (value != null && !meta.getAnnotations().containsKey(key)) {
        builder.addToAnnotations(key, value);
      }
    }
    if (!isServing(live)) {
      builder.removeFromLabels(Map.of(Labels.SERVING, SERVING));
    }
    return builder.build();
  }

  /** Whether the Service selects the Pod. The operator or a user can remove the label. */
  static boolean isServing(Pod live) {
    return SERVING.equals(live.getMetadata().getLabels().get(Labels.SERVING));
  }

  /** Whether the operator removed the Pod from the Service. */
  static boolean isDrained(Pod live) {
    return live.getMetadata().getAnnotations().containsKey(Annotations.DRAINED_AT);
  }
}
