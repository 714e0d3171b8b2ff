package io.patternedapp.rollout;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.patternedapp.model.Annotations;
import io.patternedapp.model.Labels;
import java.util.Map;
import java.util.Set;

/**
 * What a Pod carries that is no part of its template, so that it outlives a restart of the
 * operator: an apply keeps it as it is.
 */
public final class PreservedPodMetadata {

  public static final String SERVING = "true";

  private PreservedPodMetadata() {}

  /**
   * Adds it to the metadata of the Pod as wanted.
   *
   * @param meta the metadata to apply; what it says itself of these annotations holds
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

  /**
   * Whether the Service picks the Pod once it is Ready: the operator or a person may take it out.
   */
  static boolean isServing(Pod live) {
    return SERVING.equals(live.getMetadata().getLabels().get(Labels.SERVING));
  }

  /** Whether the operator took the Pod out of the Service. */
  static boolean isDrained(Pod live) {
    return live.getMetadata().getAnnotations().containsKey(Annotations.DRAINED_AT);
  }
}
