package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.expand.Names;
import java.util.Map;
import java.util.Set;

/**
 * What a Pod carries that is no part of its template, so that it outlives a restart of the
 * operator: an apply keeps it as it is.
 */
final class CarriedOver {

  /** Since when a Pod is out of the Service because the operator took it out. */
  static final String DRAINED_AT = PatternedApp.GROUP + "/drained-at";

  /** Annotations that are no part of the template. */
  static final Set<String> NOT_TEMPLATE =
      Set.of(RestartDelay.ATTEMPT, InPlaceUpdate.ANNOTATION, DRAINED_AT);

  static final String SERVING = "true";

  private CarriedOver() {}

  /**
   * Adds it to the metadata of the Pod as wanted.
   *
   * @param meta the metadata to apply; what it says itself of these annotations holds
   */
  static ObjectMeta onto(ObjectMeta meta, Pod live) {
    var builder = new ObjectMetaBuilder(meta);
    for (var key : Set.of(RestartDelay.ATTEMPT, InPlaceUpdate.ANNOTATION)) {
      var value = live.getMetadata().getAnnotations().get(key);
      if (value != null && !meta.getAnnotations().containsKey(key)) {
        builder.addToAnnotations(key, value);
      }
    }
    if (!isServing(live)) {
      builder.removeFromLabels(Map.of(Names.SERVING_LABEL, SERVING));
    }
    return builder.build();
  }

  /**
   * Whether the Service picks the Pod once it is Ready: the operator or a person may take it out.
   */
  static boolean isServing(Pod live) {
    return SERVING.equals(live.getMetadata().getLabels().get(Names.SERVING_LABEL));
  }

  /** Whether the operator took the Pod out of the Service. */
  static boolean isDrained(Pod live) {
    return live.getMetadata().getAnnotations().containsKey(DRAINED_AT);
  }
}
