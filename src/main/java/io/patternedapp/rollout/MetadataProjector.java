package io.patternedapp.rollout;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.model.Annotations;
import io.patternedapp.model.ControllerReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Projects the metadata of a child for the caches: identity, and labels and annotations with the
 * prefix of the operator.
 */
final class MetadataProjector {

  /** Annotation of cached objects only, never sent: the fingerprint of the owned fields. */
  static final String FINGERPRINT_ANNOTATION = PatternedApp.GROUP + "/fingerprint";

  private static final String OWN_PREFIX = PatternedApp.GROUP + "/";

  private MetadataProjector() {}

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
        .withOwnerReferences(ControllerReference.find(live).map(List::of).orElse(List.of()))
        .withLabels(filterOwnKeys(meta.getLabels()))
        .withAnnotations(filterOwnKeys(meta.getAnnotations()))
        .build();
  }

  /** Projects the metadata and adds the fingerprint of the owned fields. */
  static ObjectMeta projectWithFingerprint(HasMetadata live) {
    return withAnnotations(project(live), Map.of(FINGERPRINT_ANNOTATION, Fingerprint.ofLive(live)));
  }

  /**
   * Adds the annotation that names the files with which Pods of a template start.
   *
   * @param files the value of the annotation in the template; null if it has none
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
