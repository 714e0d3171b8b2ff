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

/** What the caches keep of a child's metadata: identity, and what carries the product's prefix. */
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
        .withOwnerReferences(ControllerReference.find(live).map(List::of).orElse(List.of()))
        .withLabels(filterOwnKeys(meta.getLabels()))
        .withAnnotations(filterOwnKeys(meta.getAnnotations()))
        .build();
  }

  /** With the fingerprint of what the operator owns of the child. */
  static ObjectMeta projectWithFingerprint(HasMetadata live) {
    return withAnnotations(
        project(live), Map.of(Projection.FINGERPRINT_ANNOTATION, Fingerprint.ofLive(live)));
  }

  /**
   * Tells the content that Pods of a template would start with.
   *
   * @param files null when the template says none
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
