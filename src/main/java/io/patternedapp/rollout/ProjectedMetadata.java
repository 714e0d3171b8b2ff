package io.patternedapp.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.model.Annotations;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Creates the metadata of projections: identity, and the labels and annotations with our prefix.
 */
final class ProjectedMetadata {

  private static final String OWN_PREFIX = PatternedApp.GROUP + "/";

  private ProjectedMetadata() {}

  static ObjectMeta project(HasMetadata live) {
    var meta = live.getMetadata();
    return new ObjectMetaBuilder()
        .withName(meta.getName())
        .withNamespace(meta.getNamespace())
        .withUid(meta.getUid())
        .withResourceVersion(meta.getResourceVersion())
        .withGeneration(meta.getGeneration())
        .withCreationTimestamp(meta.getCreationTimestamp())
        .withDeletionTimestamp(meta.getDeletionTimestamp())
        .withOwnerReferences(Ownership.controllerOf(live).map(List::of).orElse(List.of()))
        .withLabels(filterOwnKeys(meta.getLabels()))
        .withAnnotations(filterOwnKeys(meta.getAnnotations()))
        .build();
  }

  /** Adds the fingerprint of the fields that the operator owns. */
  static ObjectMeta projectWithFingerprint(HasMetadata live) {
    return withAnnotations(
        project(live), Map.of(Projection.FINGERPRINT_ANNOTATION, Fingerprint.ofLive(live)));
  }

  /**
   * Adds the name of the ConfigMap whose files the Pods of a template would start with.
   *
   * @param files null when the template has no files
   */
  static ObjectMeta withFiles(ObjectMeta meta, @Nullable String files) {
    return files == null ? meta : withAnnotations(meta, Map.of(Annotations.FILES, files));
  }

  static ObjectMeta withAnnotations(ObjectMeta meta, Map<String, String> more) {
    var annotations = new HashMap<>(meta.getAnnotations());
    annotations.putAll(more);
    meta.setAnnotations(annotations);
    return meta;
  }

  private static Map<String, String> filterOwnKeys(Map<String, String> all) {
    var own = new HashMap<String, String>();
    all.forEach(
        (key, value) -> {
          if (key.startsWith(OWN_PREFIX)) {
            own.put(key, value);
          }
        });
    return own;
  }
}
